using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Kling;

namespace Recoil.Providers.Tests.Kling;

/// <summary>Kling where the account says which API is spoken, whatever the model says.</summary>
public sealed class KlingSetTo2() : EmulatedAccount("kling")
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["api"] = "2.0" };

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.VideoI2v ? ModelProfiles.BuiltIn.Find("kling-v3") : null;
}

public sealed class When_kling_is_special : ProviderTest<KlingV1Account>
{
    private KlingEmulator Kling => (KlingEmulator)Setup.Api;

    [Fact]
    public async Task A_pair_of_keys_signs_a_token_of_its_own_for_each_request()
    {
        var pair = Setup.Open(key: $"{KlingEmulator.AccessKey}:{EmulatedProvider.Key}");
        (await MakeAsync(pair, Order(Operation.VideoI2v))).File.ShouldNotBeNull();
        Kling.SignedRequests.ShouldBeGreaterThan(2);

        var (kind, _, message) = await EndOfAsync(Setup.Open(key: $"{KlingEmulator.AccessKey}:another-secret"), Order());
        kind.ShouldBe(ErrorKind.InvalidCredentials, message);
        message.ShouldNotContain("another-secret");
    }

    [Fact]
    public async Task An_empty_account_is_no_rate_limit_although_both_have_the_same_status()
    {
        Setup.Api.Faults.Next(Fault.NoFunds);
        var (kind, submit, message) = await EndOfAsync(Setup.Open(), Order());
        (kind, submit).ShouldBe((ErrorKind.InsufficientFunds, Submit.Refused), message);
        message.ShouldContain("HTTP 429 1102");
        message.ShouldContain("request_id");
    }

    [Theory]
    [InlineData("kling-v3", true, true, "v1/videos/image2video/")]
    [InlineData("kling-v3", true, false, "v1/videos/image2video/")]
    [InlineData("kling-v3", false, true, "v1/videos/image2video/")]
    [InlineData("kling-v3", false, false, "v1/videos/text2video/")]
    [InlineData("kling-v3-omni", true, true, "v1/videos/omni-video/")]
    [InlineData("kling-v3-omni", false, false, "v1/videos/omni-video/")]
    public async Task The_pictures_and_the_model_say_what_kind_of_work_it_is(string model, bool start, bool end, string begins)
    {
        var request = Order(Operation.VideoI2v, take => take with { StartFrame = start ? Picture() : null, EndFrame = end ? Picture() : null });
        request = request with { Model = request.Model with { Id = model } };
        var job = (await Setup.Open().SubmitAsync(request, CancellationToken.None)).ShouldBeOfType<SubmitAnswer.Job>();

        job.Id.ShouldStartWith(begins);
        (await FinishAsync(Setup.Open(), job.Id, request)).File.ShouldNotBeNull();
        var order = Setup.Api.Bought.Values.Single().Order;
        (order.FirstFrame is not null, order.LastFrame is not null).ShouldBe((start, end));
    }

    [Fact]
    public async Task The_same_take_is_not_sold_twice()
    {
        var request = Order(Operation.VideoI2v);
        await Setup.Open().SubmitAsync(request, CancellationToken.None);
        var (kind, _, message) = await EndOfAsync(Setup.Open(), request);
        kind.ShouldBe(ErrorKind.InvalidRequest, message);
        Setup.Api.Bought.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_bill_in_units_is_turned_into_dollars_only_by_a_price_that_somebody_read()
    {
        var request = Order(Operation.VideoI2v);
        (await MakeAsync(Setup.Open(), request)).Cost.ShouldBe(KnownCost.Computed(request.Take.Duration!.Value * 0.6m * 0.14m));

        var unpriced = Order(Operation.VideoI2v) with { Model = request.Model with { Options = null } };
        (await MakeAsync(Setup.Open(), unpriced)).Cost.ShouldBeNull();
    }

    [Fact]
    public async Task References_are_bound_to_what_they_are_for()
    {
        var request = Order(Operation.ImageT2i, take => take with { SceneRefPath = Picture() });
        await MakeAsync(Setup.Open(), request);
        var order = Setup.Api.Bought.Values.Single().Order;
        order.References.Count.ShouldBe(2);
        order.Prompt.ShouldContain("<<<image_2>>> shows the scene");
    }

    [Fact]
    public async Task The_address_for_hints_goes_along()
    {
        var request = Order(Operation.VideoI2v) with { HintAddress = new Uri("https://film.example/hints/1") };
        await Setup.Open().SubmitAsync(request, CancellationToken.None);
        Setup.Api.Bought.Values.Single().Order.Callback.ShouldBe(request.HintAddress);
    }

    [Fact]
    public async Task What_it_cannot_be_asked_for_is_refused_before_it_is_sent()
    {
        var large = Picture();
        await using (var file = File.OpenWrite(large))
            file.SetLength(11 << 20);
        GenerationRequest[] misfits =
        [
            Order(Operation.VideoI2v, take => take with { Duration = 4.5m }),
            Order(Operation.VideoI2v, take => take with { Duration = 16 }),
            Order(Operation.VideoI2v, take => take with { StartFrame = null, AspectRatio = "4:3" }),
            Order(Operation.VideoI2v, take => take with { StartFrame = large }),
            Order(Operation.VideoI2v, take => take with { Prompt = new string('x', 2501) }),
            Order(Operation.VideoI2v, take => take with { StartFrame = null, EndFrame = Picture() }) is var omni ? omni with { Model = omni.Model with { Id = "kling-v3-omni" } } : null!,
            Order(Operation.ImageT2i, take => take with { ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["api"] = "2.0" } }),
            Order(Operation.ImageT2i, take => take with { ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["api"] = "3" } }),
        ];
        foreach (var misfit in misfits)
        {
            var refused = await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(misfit, CancellationToken.None));
            (refused.Kind, refused.Submit).ShouldBe((ErrorKind.InvalidRequest, Submit.Refused), refused.Message);
        }

        Setup.Api.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_nobody_knows_is_said_to_be_none()
    {
        var request = Order(Operation.VideoI2v);
        foreach (var job in (string[])["v1/videos/image2video/123", "tasks/123"])
            (await Should.ThrowAsync<ProviderException>(() => Setup.Open().PollAsync(job, request, CancellationToken.None))).Kind.ShouldBe(ErrorKind.InvalidRequest);
    }
}

public sealed class When_the_account_says_which_api_of_kling_is_spoken : ProviderTest<KlingSetTo2>
{
    [Fact]
    public async Task It_is_spoken_whatever_the_model_says_and_a_job_of_the_other_goes_on()
    {
        var request = Order();
        var job = (await Setup.Open().SubmitAsync(request, CancellationToken.None)).ShouldBeOfType<SubmitAnswer.Job>();
        job.Id.ShouldStartWith("tasks/");
        var earlier = job.Id.Replace("tasks/", "v1/videos/image2video/", StringComparison.Ordinal);
        (await FinishAsync(Setup.Open(), earlier, request)).File.ShouldNotBeNull();
    }
}
