using System.Text.Json;
using Recoil.Contracts;
using Recoil.Shots.Routing;
using static Recoil.Shots.Tests.Routing.Outcomes;

namespace Recoil.Shots.Tests.Routing;

public sealed class SofteningInRoutingTests
{
    private static readonly Decision.Escalate s_exhausted = new(
        Rules.SoftenRetryExhausted, ShotStatus.NeedsReview, ReviewReason.SoftenRetryExhausted,
        "content_filter_hard_block", "content_filter_hard_block", "Mara waits at the pier", null, null);

    /// <summary>The content filter refuses, and the softener finds nothing.</summary>
    private static Routed Refuse(RoutingState state, ShotPolicy policy)
    {
        var (decision, refused) = ShotRouting.Decide(state, Failed(ErrorKind.ContentFilter, "content_filter"), policy);
        return ShotRouting.NothingToSoften(refused, decision.ShouldBeOfType<Decision.Soften>(), policy);
    }

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

    [Fact]
    public void A_refused_prompt_with_nothing_to_soften_is_tried_once_more_as_it_is()
    {
        var (decision, state) = Refuse(Fresh with { Take = 2, Strategy = RerollStrategy.Seed }, ShotPolicy.Default);

        decision.ShouldBe(new Decision.NextAttempt(Rules.HarmlessRefusal));
        (state.Attempt, state.Take, state.Strategy, state.Prompt).ShouldBe((2, 1, null, "Mara waits at the pier"));
        Refuse(state, ShotPolicy.Default).Decision.ShouldBe(s_exhausted);
    }

    [Fact]
    public void Other_failures_between_two_refusals_give_no_further_try()
    {
        var retried = Refuse(Fresh, ShotPolicy.Default).State;

        Refuse(ShotRouting.Decide(retried, Fault(), ShotPolicy.Default).State, ShotPolicy.Default).Decision.ShouldBe(s_exhausted);
    }

    [Fact]
    public void A_refusal_in_the_last_attempt_goes_to_a_person_as_a_refusal() =>
        Refuse(Fresh with { Attempt = 4 }, ShotPolicy.Default).Decision.ShouldBe(s_exhausted);

    [Fact]
    public void The_seed_policy_asks_a_person_at_once() => Refuse(Fresh, ShotPolicy.Seed).Decision.ShouldBe(s_exhausted);

    [Fact]
    public void A_take_that_a_critic_found_softened_is_no_refusal()
    {
        var (decision, state) = ShotRouting.Decide(Fresh, Outcomes.Refused(FailureMode.SafetySoftened), ShotPolicy.Default);

        ShotRouting.NothingToSoften(state, decision.ShouldBeOfType<Decision.Soften>(), ShotPolicy.Default).Decision
            .ShouldBeOfType<Decision.Escalate>().Rule.ShouldBe(Rules.SoftenRetryExhausted);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("Mara walks to the pier", false)]
    public void A_person_who_writes_another_prompt_gives_it_a_try_of_its_own(string? edited, bool retried)
    {
        var state = Refuse(Fresh, ShotPolicy.Default).State;

        ShotRouting.Reopened(state, edited).RefusalRetried.ShouldBe(retried);
        ShotRouting.Remade(state, Fresh.OriginalPrompt, Fresh, edited).RefusalRetried.ShouldBe(retried);
    }

    [Fact]
    public void A_remake_with_another_prompt_may_try_again() =>
        ShotRouting.Remade(Fresh with { RefusalRetried = true }, Fresh.OriginalPrompt, Fresh with { OriginalPrompt = "Mara runs" }, editedPrompt: null)
            .RefusalRetried.ShouldBeFalse();

    [Fact]
    public void A_shot_that_was_never_retried_is_written_as_before() =>
        JsonSerializer.Serialize(Fresh, JsonSerializerOptions.Web).ShouldNotContain("refusal");

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
