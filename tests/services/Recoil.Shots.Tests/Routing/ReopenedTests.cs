using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

public sealed class ReopenedTests
{
    private static readonly RoutingState s_ended = new()
    {
        Attempt = 4,
        Take = 2,
        Model = "model",
        Estimate = 0.04m,
        OriginalPrompt = "a knife",
        SoftenedPrompt = "a spoon",
        RefusalRetried = true,
        Strategy = RerollStrategy.Seed,
        PreviousEnd = new HardEnd(FailureMode.MotionFailure, 0.5),
        LastFailureMode = FailureMode.MotionFailure,
        HeldOutput = "a.png",
        HeldRank = TakeRank.Hard,
        ValidationNotes = ["a note"],
    };

    [Fact]
    public void Another_attempt_begins_and_what_is_known_is_kept() =>
        ShotRouting.Reopened(s_ended, editedPrompt: null).ShouldBe(s_ended with { Attempt = 5, Take = 1, Strategy = null, PreviousEnd = null });

    [Fact]
    public void An_edited_prompt_stands_in_for_the_present_one()
    {
        var reopened = ShotRouting.Reopened(s_ended, "two spoons");

        reopened.Prompt.ShouldBe("two spoons");
        reopened.OriginalPrompt.ShouldBe("two spoons");
        reopened.SoftenedPrompt.ShouldBeNull();
        reopened.RefusalRetried.ShouldBeFalse();
        ShotRouting.Reopened(reopened, editedPrompt: null).Prompt.ShouldBe("two spoons");
    }

    [Fact]
    public void Without_an_edit_the_softened_prompt_stays() => ShotRouting.Reopened(s_ended, editedPrompt: null).Prompt.ShouldBe("a spoon");

    [Fact]
    public void Beyond_the_most_attempts_a_failure_goes_to_a_person_with_the_prompt_they_wrote()
    {
        var reopened = ShotRouting.Reopened(s_ended, "two spoons");
        var escalated = ShotRouting.Decide(reopened, new StepOutcome { Fault = "gone" }, ShotPolicy.Default)
            .Decision.ShouldBeOfType<Decision.Escalate>();

        escalated.Status.ShouldBe(ShotStatus.AttemptsExhausted);
        escalated.OriginalPrompt.ShouldBe("two spoons");
        escalated.OutputPath.ShouldBe("a.png");
    }

    [Fact]
    public void Below_the_most_attempts_the_rest_is_still_there() =>
        ShotRouting.Decide(ShotRouting.Reopened(s_ended with { Attempt = 1 }, editedPrompt: null), new StepOutcome { Fault = "gone" }, ShotPolicy.Default)
            .Decision.ShouldBeOfType<Decision.NextAttempt>();

    [Fact]
    public void A_cancelled_shot_keeps_what_it_holds_and_has_no_failure()
    {
        var cancelled = ShotRouting.Cancelled(s_ended);

        cancelled.Status.ShouldBe(ShotStatus.Cancelled);
        cancelled.FailureMode.ShouldBeNull();
        cancelled.OutputPath.ShouldBe("a.png");
        cancelled.Rule.ShouldBe("cancelled");
    }
}
