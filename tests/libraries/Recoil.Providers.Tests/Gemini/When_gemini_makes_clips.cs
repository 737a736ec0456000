using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Gemini;

namespace Recoil.Providers.Tests.Gemini;

/// <summary>The Interactions API with its emulator.</summary>
public sealed class GeminiClipAccount() : EmulatedAccount("gemini")
{
    public override CostSource? CostSource => Contracts.CostSource.Computed;

    public override ErrorKind FailedKind => ErrorKind.Unavailable;

    public override ModelProfile? ModelOf(Operation operation) => operation == Operation.VideoI2v ? ModelProfiles.BuiltIn.Find("gemini-omni-1.1-flash") : null;

    /// <summary>Content is refused in the interaction.</summary>
    public override bool Has(Fault fault) => fault != Fault.RefusedContent;
}

public sealed class When_a_clip_is_ordered : When_a_take_is_ordered<GeminiClipAccount>;

public sealed class When_a_submit_of_a_clip_goes_wrong : When_a_submit_goes_wrong<GeminiClipAccount>;

public sealed class When_a_clip_goes_wrong : When_a_result_goes_wrong<GeminiClipAccount>;

public sealed class When_gemini_s_clips_are_special : ProviderTest<GeminiClipAccount>
{
    [Fact]
    public async Task The_cost_follows_from_the_tokens()
    {
        var result = await MakeAsync(Setup.Open(), Order(change: take => take with { Duration = 5 }));
        result.Cost.ShouldBe(KnownCost.Computed(5 * 5792 * 17.5m / 1_000_000));
    }

    [Fact]
    public async Task A_clip_whose_file_is_not_ready_is_waited_for()
    {
        Setup.Api.PollsUntilDone = 0;
        ((GeminiEmulator)Setup.Api).FileQuestionsUntilReady = 2;
        var request = Order();
        var job = ((SubmitAnswer.Job)await Setup.Open().SubmitAsync(request, CancellationToken.None)).Id;
        (await Setup.Open().PollAsync(job, request, CancellationToken.None)).ShouldNotBeNull();
        (await Setup.Open().PollAsync(job, request, CancellationToken.None)).ShouldNotBeNull();
        (await Setup.Open().PollAsync(job, request, CancellationToken.None)).ShouldBeNull();
        (await Setup.Open().FetchAsync(job, request, CancellationToken.None)).File.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_abandoned_clip_is_cancelled_and_one_that_nobody_knows_is_no_trouble()
    {
        var request = Order();
        var job = ((SubmitAnswer.Job)await Setup.Open().SubmitAsync(request, CancellationToken.None)).Id;
        (await Setup.Open().AbandonAsync(job, request, CancellationToken.None)).ShouldBeNull("nothing says what it cost");
        Setup.Api.Bought[job].IsCancelled.ShouldBeTrue();
        (await Setup.Open().AbandonAsync("v1_unknown", request, CancellationToken.None)).ShouldBeNull();
        (await Should.ThrowAsync<ProviderException>(() => Setup.Open(key: "wrong").AbandonAsync(job, request, CancellationToken.None))).Kind.ShouldBe(ErrorKind.InvalidCredentials);
    }

    [Fact]
    public async Task What_it_cannot_be_asked_for_is_refused_before_it_is_sent()
    {
        var open = Order().Model with { TakesEndFrame = true, AspectRatios = null, Durations = null };
        GenerationRequest[] misfits =
        [
            Order(change: take => take with { EndFrame = Picture() }),
            Order(change: take => take with { EndFrame = Picture() }) with { Model = open },
            Order(change: take => take with { AspectRatio = "1:1" }) with { Model = open },
            Order(change: take => take with { Duration = 3.5m }) with { Model = open },
            Order(change: take => take with { Duration = 2 }) with { Model = open },
        ];
        foreach (var misfit in misfits)
            (await Should.ThrowAsync<ProviderException>(() => Setup.Open().SubmitAsync(misfit, CancellationToken.None))).Kind.ShouldBe(ErrorKind.InvalidRequest);
        Setup.Api.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_picture_of_the_start_is_the_first_frame_only_by_its_tag()
    {
        await Setup.Open().SubmitAsync(Order(), CancellationToken.None);
        Setup.Api.Bought.Values.Single().Order.Prompt.ShouldStartWith("<FIRST_FRAME> ");
        await Setup.Open().SubmitAsync(Order(change: take => take with { StartFrame = null, Prompt = "A quiet sea" }), CancellationToken.None);
        Setup.Api.Bought.Values.ShouldContain(job => job.Order.Prompt == "A quiet sea" && job.Order.FirstFrame == null);
    }
}
