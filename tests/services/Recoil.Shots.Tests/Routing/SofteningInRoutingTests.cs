using Recoil.Contracts;
using Recoil.Shots.Routing;
using static Recoil.Shots.Tests.Routing.Outcomes;

namespace Recoil.Shots.Tests.Routing;

public sealed class SofteningInRoutingTests
{
    [Fact]
    public void A_softened_prompt_begins_the_next_attempt_and_keeps_the_original()
    {
        var (decision, state) = ShotRouting.Softened(Fresh with { Take = 2, Strategy = RerollStrategy.Seed }, "Mara rests");

        decision.ShouldBe(new Decision.NextAttempt(Rules.Softened));
        state.Attempt.ShouldBe(2);
        state.Take.ShouldBe(1);
        state.Strategy.ShouldBeNull();
        state.Prompt.ShouldBe("Mara rests");
        state.OriginalPrompt.ShouldBe("Mara waits at the pier");
    }

    [Fact]
    public void Softening_in_the_last_attempt_comes_too_late() =>
        ShotRouting.Softened(Fresh with { Attempt = 4, LastFailureMode = FailureMode.SafetySoftened }, "Mara rests").Decision
            .ShouldBe(new Decision.Escalate(
                Rules.AttemptsExhausted, ShotStatus.AttemptsExhausted, ReviewReason.AttemptsExhausted,
                "safety_softened", "safety_softened", "Mara waits at the pier", null, null));

    [Fact]
    public void A_prompt_is_softened_once()
    {
        var (_, softened) = ShotRouting.Softened(Fresh, "Mara rests");

        ShotRouting.Decide(softened, Failed(ErrorKind.ContentFilter), ShotPolicy.Default).Decision.ShouldBe(new Decision.Escalate(
            Rules.SoftenRetryExhausted, ShotStatus.NeedsReview, ReviewReason.SoftenRetryExhausted,
            "content_filter_hard_block", "content_filter_hard_block", "Mara waits at the pier", "Mara rests", null));
    }

    [Theory]
    [InlineData("CONTENT_FILTER hit", true)]
    [InlineData("see content_policy", true)]
    [InlineData("Safety first", true)]
    [InlineData("content filter", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_error_asks_for_softening_when_it_speaks_of_a_content_filter(string? error, bool asks) =>
        FailureModes.NeedsSoftening(error).ShouldBe(asks);
}
