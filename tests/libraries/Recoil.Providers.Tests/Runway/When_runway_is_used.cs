using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Runway;

namespace Recoil.Providers.Tests.Runway;

/// <summary>Runway with its emulator.</summary>
public sealed class RunwayAccount() : EmulatedAccount("runway")
{
    public override bool RenewsAddresses => true;

    public override CostSource? CostSource => Contracts.CostSource.Reported;

    public override ErrorKind FailedKind => ErrorKind.Unavailable;

    public override ModelProfile? ModelOf(Operation operation) => ModelProfiles.BuiltIn.Find(operation == Operation.ImageT2i ? "runway-gen4-image" : "runway-gen4-turbo");

    /// <summary>Content is refused in the task.</summary>
    public override bool Has(Fault fault) => fault != Fault.RefusedContent;
}

public sealed class When_a_take_is_ordered : When_a_take_is_ordered<RunwayAccount>;

public sealed class When_a_submit_goes_wrong : When_a_submit_goes_wrong<RunwayAccount>;

public sealed class When_a_result_goes_wrong : When_a_result_goes_wrong<RunwayAccount>;

public sealed class When_runway_is_special : ProviderTest<RunwayAccount>
{
    [Fact]
    public async Task The_bill_is_in_credits_and_a_refusal_is_paid_back()
    {
        (await MakeAsync(Setup.Open(), Order(Operation.VideoI2v, take => take with { Duration = 6 }))).Cost.ShouldBe(KnownCost.Reported(0.30m));
        Setup.Api.Faults.Next(Fault.RefusedResult);
        var refused = await MakeAsync(Setup.Open(), Order());
        (refused.ErrorKind, refused.Cost).ShouldBe((ErrorKind.ContentFilter, KnownCost.Free));
        refused.Error!.ShouldContain("SAFETY.INPUT.TEXT");
    }

    [Fact]
    public async Task A_cancelled_task_says_what_it_cost_and_one_that_is_over_is_not_deleted()
    {
        var request = Order(Operation.VideoI2v);
        var job = ((SubmitAnswer.Job)await Setup.Open().SubmitAsync(request, CancellationToken.None)).Id;
        (await Setup.Open().AbandonAsync(job, request, CancellationToken.None)).ShouldBe(KnownCost.Free);
        Setup.Api.Bought[job].IsCancelled.ShouldBeTrue();

        Setup.Api.PollsUntilDone = 0;
        var over = ((SubmitAnswer.Job)await Setup.Open().SubmitAsync(request, CancellationToken.None)).Id;
        (await Setup.Open().AbandonAsync(over, request, CancellationToken.None)).ShouldBe(KnownCost.Reported(request.Take.Duration!.Value * 0.05m));
        Setup.Api.Bought[over].IsCancelled.ShouldBeFalse();
    }

    [Fact]
    public async Task A_large_picture_is_uploaded_to_a_host_that_sees_no_key()
    {
        var large = Picture();
        await using (var file = File.OpenWrite(large))
            file.SetLength(4_000_000);
        var request = Order(Operation.VideoI2v, take => take with { StartFrame = large });
        (await MakeAsync(Setup.Open(), request)).File.ShouldNotBeNull();

        ((RunwayEmulator)Setup.Api).Uploads.ShouldBe(1);
        Setup.Api.Bought.Values.Single().Order.FirstFrame!.Length.ShouldBe(4_000_000);
        Setup.Api.HasLeakedKey.ShouldBeFalse();
    }

    [Theory]
    [InlineData("runway-gen4-turbo", "21:9", "1584:672")]
    [InlineData("runway-gen4-turbo", "2.39:1", "1584:672")]
    [InlineData("runway-gen4-turbo", "9:16", "720:1280")]
    [InlineData("runway-gen4-image", "9:16", "1080:1920")]
    [InlineData("runway-gen4-image", "4:3", "1440:1080")]
    public async Task Shapes_are_said_in_pixels(string model, string asked, string sent)
    {
        var request = OrderOf(model, take => take with { AspectRatio = asked });
        await Setup.Open().SubmitAsync(request, CancellationToken.None);
        Setup.Api.Bought.Values.Single().Order.AspectRatio.ShouldBe(sent);
    }

    [Fact]
    public async Task What_it_cannot_be_asked_for_is_refused_before_it_is_sent()
    {
        GenerationRequest[] misfits =
        [
            OrderOf("runway-gen4-turbo", take => take with { EndFrame = Picture() }),
            OrderOf("runway-gen4-turbo", take => take with { Duration = 2.5m }),
            OrderOf("runway-gen4-turbo", take => take with { AspectRatio = "3:1" }),
            OrderOf("runway-gen4-image", take => take with { Prompt = new string('x', 801) }),
        ];
        foreach (var misfit in misfits)
            (await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(misfit, CancellationToken.None))).Kind.ShouldBe(ErrorKind.InvalidRequest);
        Setup.Api.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_of_others_ends_on_an_end_frame()
    {
        var request = Order(Operation.VideoI2v, take => take with { Duration = 4, EndFrame = Picture() });
        await Setup.Open().SubmitAsync(request with { Model = request.Model with { Id = "veo3.1", TakesEndFrame = true } }, CancellationToken.None);
        Setup.Api.Bought.Values.Single().Order.LastFrame.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_prompt_says_what_a_reference_is_for()
    {
        await Setup.Open().SubmitAsync(OrderOf("runway-gen4-image", take => take with { SceneRefPath = Picture() }), CancellationToken.None);
        Setup.Api.Bought.Values.Single().Order.Prompt.ShouldContain("@ref_2: the scene");
    }

    private GenerationRequest OrderOf(string model, Func<GenerateTake, GenerateTake> change)
    {
        var profile = ModelProfiles.BuiltIn.Find(model)!;
        return Order(profile.CostPerImage is null ? Operation.VideoI2v : Operation.ImageT2i, change) with { Model = profile };
    }
}
