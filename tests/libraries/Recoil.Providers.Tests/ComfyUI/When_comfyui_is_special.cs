using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.ComfyUI;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.ComfyUI;

namespace Recoil.Providers.Tests.ComfyUI;

public sealed class When_comfyui_is_special : ProviderTest<ComfyUIAccount>
{
    private ComfyUIEmulator Server => (ComfyUIEmulator)Setup.Api;

    [Fact]
    public async Task A_job_has_the_take_s_id()
    {
        var request = Order();
        (await Setup.Open().SubmitAsync(request, CancellationToken.None)).ShouldBe(new SubmitAnswer.Job(request.Take.TakeId.ToString("D")));
    }

    [Fact]
    public async Task No_key_is_needed() => (await MakeAsync(Setup.Open(key: ""), Order())).File.ShouldNotBeNull();

    [Fact]
    public async Task A_reference_is_uploaded_and_loaded_under_the_server_s_name()
    {
        var request = With(Order(Operation.ImageT2i, take => take with { IdentityRefs = [Picture(), Picture()] }), "reference.json", maxReferences: 1);
        (await MakeAsync(Setup.Open(), request)).File.ShouldNotBeNull();
        var order = Setup.Api.Bought.Values.Single().Order;
        order.References.ShouldHaveSingleItem().ShouldBe(await File.ReadAllBytesAsync(request.Take.IdentityRefs[0]));
        order.AspectRatio.ShouldBe("1360:768");
    }

    [Fact]
    public async Task A_clip_between_two_frames_has_both()
    {
        var request = With(Order(Operation.VideoI2v, take => take with { EndFrame = Picture(), Duration = 3 }), "clip-between-frames.json");
        (await MakeAsync(Setup.Open(), request)).File.ShouldNotBeNull();
        var order = Setup.Api.Bought.Values.Single().Order;
        (order.FirstFrame is not null, order.LastFrame is not null, order.Seconds).ShouldBe((true, true, 3m));
    }

    [Fact]
    public async Task What_the_workflow_has_no_place_for_is_refused_before_it_is_sent()
    {
        GenerationRequest[] misfits =
        [
            With(Order(Operation.VideoI2v, take => take with { EndFrame = Picture() }), "clip.json"),
            With(Order(Operation.VideoI2v), "clip-between-frames.json"),
            With(Order(Operation.ImageT2i), "reference.json"),
            With(Order(), "missing.json"),
            With(Order(), "../keyframe.json"),
            With(Order(), "/etc/passwd"),
            With(Order(), ".."),
        ];
        foreach (var misfit in misfits)
        {
            var refused = await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(misfit, CancellationToken.None));
            (refused.Kind, refused.Submit).ShouldBe((ErrorKind.InvalidRequest, Submit.Refused), refused.Message);
            refused.Message.ShouldContain("workflow");
        }

        Setup.Api.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_the_server_does_not_have_is_named()
    {
        var request = Order();
        var refused = await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(request with { Model = request.Model with { Id = "flux.safetensors" } }, CancellationToken.None));
        (refused.Kind, refused.Submit).ShouldBe((ErrorKind.InvalidRequest, Submit.Refused));
        refused.Message.ShouldContain("value_not_in_list");
        refused.Message.ShouldContain("flux.safetensors");
    }

    [Fact]
    public async Task A_server_that_was_started_anew_has_lost_the_job()
    {
        var request = Order();
        var job = ((SubmitAnswer.Job)await Setup.Open().SubmitAsync(request, CancellationToken.None)).Id;
        Server.Restart();
        (await Setup.Open().PollAsync(job, request, CancellationToken.None)).ShouldBeNull();
        (await Setup.Open().FetchAsync(job, request, CancellationToken.None)).ErrorKind.ShouldBe(ErrorKind.Unavailable);
        (await Setup.Open().FindAsync(request, DateTimeOffset.UtcNow, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_the_take_s_own_job_is_cancelled(bool waits)
    {
        Server.KeepsWaiting = waits;
        Setup.Api.PollsUntilDone = 10;
        var (mine, other) = (Order(), Order());
        var job = ((SubmitAnswer.Job)await Setup.Open().SubmitAsync(mine, CancellationToken.None)).Id;
        await Setup.Open().SubmitAsync(other, CancellationToken.None);

        var cost = await Setup.Open().AbandonAsync(job, mine, CancellationToken.None);

        cost.ShouldBe(waits ? KnownCost.Free : mine.CostWithoutBill);
        Setup.Api.Bought[job].IsCancelled.ShouldBeTrue();
        Setup.Api.Bought[other.Take.TakeId.ToString("D")].IsCancelled.ShouldBeFalse();
        Server.BlindInterrupts.ShouldBe(0);
    }

    [Fact]
    public async Task The_time_that_it_took_costs_what_the_account_says()
    {
        // 36 seconds of half a dollar an hour.
        (await MakeAsync(Setup.Open(), Order())).Cost.ShouldBe(KnownCost.Computed(0.005m));
    }

    [Fact]
    public void A_workflow_of_an_account_is_looked_for_beside_the_providers_file()
    {
        var folder = Path.GetDirectoryName(Picture())!;
        var file = Path.Combine(folder, "providers.json");
        File.WriteAllText(file, """{"accounts": {"gpu": {"type": "comfyui", "base_url": "http://gpu:8188", "settings": {"workflow": "workflows/a.json", "usd_per_hour": "1"}}}}""");
        var account = ProviderAccounts.Read(file).All.Single();
        account.Settings["workflow"].ShouldBe(Path.Combine(folder, "workflows", "a.json"));
        account.Settings["usd_per_hour"].ShouldBe("1");
    }

    private static GenerationRequest With(GenerationRequest request, string workflow, int? maxReferences = 0) => request with
    {
        Model = request.Model with
        {
            MaxReferences = maxReferences,
            TakesEndFrame = true,
            Options = new Dictionary<string, string>(request.Model.Options!, StringComparer.Ordinal) { ["workflow"] = workflow },
        },
    };
}

public sealed class When_a_workflow_is_filled
{
    private static readonly Dictionary<string, System.Text.Json.Nodes.JsonValue> s_values = new(StringComparer.Ordinal)
    {
        ["prompt"] = System.Text.Json.Nodes.JsonValue.Create("a \"door\" {{seed}}"),
        ["seed"] = System.Text.Json.Nodes.JsonValue.Create(7L),
    };

    [Fact]
    public void A_slot_that_stands_alone_becomes_what_it_is_and_one_within_words_a_part_of_them()
    {
        var workflow = ComfyUIWorkflow.Parse("""{"1": {"class_type": "A", "inputs": {"seed": "{{ seed }}", "text": "best quality, {{prompt}}", "list": ["{{seed}}", {"x": "{{prompt}}"}], "steps": 20}}}""");
        workflow.Slots.ShouldBe(["seed", "prompt"]);
        var inputs = workflow.Fill(s_values)["1"]!["inputs"]!;
        inputs["seed"]!.GetValue<long>().ShouldBe(7);
        inputs["list"]![0]!.GetValue<long>().ShouldBe(7);
        inputs["steps"]!.GetValue<int>().ShouldBe(20);
        inputs["text"]!.GetValue<string>().ShouldBe("best quality, a \"door\" {{seed}}", "a prompt cannot fill slots itself");
        inputs["list"]![1]!["x"]!.GetValue<string>().ShouldBe("a \"door\" {{seed}}");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"nodes": [], "links": []}""")]
    [InlineData("no json")]
    public void What_is_no_graph_in_api_format_is_refused(string text) => Should.Throw<JsonException>(() => ComfyUIWorkflow.Parse(text));

    [Theory]
    [InlineData("16:9", 1 << 20, 1360, 768)]
    [InlineData("1:1", 1 << 20, 1024, 1024)]
    [InlineData("9:16", 399360, 480, 848)]
    public void Sides_are_multiples_of_sixteen(string ratio, int pixels, int width, int height) => ComfyUISlots.SizeOf(ratio, pixels).ShouldBe((width, height));
}
