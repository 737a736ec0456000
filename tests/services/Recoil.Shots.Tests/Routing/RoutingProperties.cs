using System.Text.Json;
using FsCheck.Xunit;
using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

/// <summary>What holds for a shot whatever happens to it.</summary>
[Properties(Arbitrary = [typeof(ShotStory.Arbitraries)], MaxTest = 500)]
public sealed class RoutingProperties
{
    [Property]
    internal void Every_shot_ends_in_at_most_four_attempts(ShotStory story) =>
        Walk.Of(story).State.Attempt.ShouldBeInRange(1, 4);

    [Property]
    internal void Every_shot_ends_in_one_status_that_fits_its_decision(ShotStory story)
    {
        switch (Walk.Of(story).End)
        {
            case Decision.Complete done:
                done.Status.ShouldBeOneOf(ShotStatus.Ok, ShotStatus.BudgetExhausted, ShotStatus.BudgetExhaustedSuccess);
                break;
            case Decision.Escalate done:
                (done.Status, done.Reason).ShouldBeOneOf(
                    (ShotStatus.NeedsReview, ReviewReason.PendingQc),
                    (ShotStatus.NeedsReview, ReviewReason.ImmediateReview),
                    (ShotStatus.NeedsReview, ReviewReason.OutcomeUnknown),
                    (ShotStatus.NeedsReview, ReviewReason.SoftenRetryExhausted),
                    (ShotStatus.IcuEscalated, ReviewReason.IcuEscalated),
                    (ShotStatus.AttemptsExhausted, ReviewReason.AttemptsExhausted));
                break;
            case var other:
                throw new InvalidOperationException($"{other} is no end.");
        }
    }

    [Property]
    internal void No_two_takes_have_the_same_place_and_later_ones_come_after_earlier_ones(ShotStory story)
    {
        var places = Walk.Of(story).Places;

        places.ShouldBeUnique();
        places.ShouldBe(places.Order());
    }

    [Property]
    internal void An_attempt_has_no_more_takes_than_its_failure_modes_allow(ShotStory story)
    {
        var most = story.Policy.RerollsWithinAttempt ? 3 : 1;

        Walk.Of(story).Places.ShouldAllBe(place => place.Take >= 1 && place.Take <= most);
    }

    [Property]
    internal void A_take_that_could_not_be_judged_is_never_accepted(ShotStory story)
    {
        var walk = Walk.Of(story);

        if (walk.Outcomes is [.., { Fault: null, FinalState: "pending_qc" }] && !walk.Refused)
            walk.End.ShouldBeOfType<Decision.Escalate>().Reason.ShouldBe(ReviewReason.PendingQc);
        walk.Outcomes.SkipLast(1).ShouldAllBe(outcome => outcome.FinalState != "pending_qc");
    }

    [Property]
    internal void Only_a_good_take_or_a_soft_finding_with_an_output_is_accepted(ShotStory story)
    {
        var walk = Walk.Of(story);
        if (walk.End is not Decision.Complete { Status: ShotStatus.Ok } accepted)
            return;

        var last = walk.Outcomes[^1];
        accepted.OutputPath.ShouldBe(last.Output);
        (last.Success || last.Output is not null).ShouldBeTrue();
        if (accepted.FailureMode is not null)
            walk.State.ValidationNotes[^1].ShouldBe($"{accepted.FailureMode}: accepted (soft finding)");
    }

    [Property]
    internal void The_default_policy_accepts_no_failure_that_it_cannot_name(ShotStory story)
    {
        var walk = Walk.Of(story with { Policy = ShotPolicy.Default });

        if (walk.End is Decision.Complete { Status: ShotStatus.Ok } accepted)
            (accepted.FailureMode is "none").ShouldBeFalse();
    }

    [Property]
    internal void The_default_policy_never_gives_up_a_better_take(ShotStory story)
    {
        var walk = Walk.Of(story with { Policy = ShotPolicy.Default });

        walk.States.Zip(walk.States.Skip(1)).ShouldAllBe(step => step.Second.HeldRank >= step.First.HeldRank);
        (walk.State.HeldOutput is null).ShouldBe(walk.Outcomes.All(outcome => outcome.Output is null));
    }

    [Property]
    internal void A_budget_stop_reports_what_is_held(ShotStory story)
    {
        var walk = Walk.Of(story);
        if (walk.Refused)
            walk.End.ShouldBe(new Decision.Complete(
                Rules.BudgetRefused,
                walk.State.HeldOutput is null ? ShotStatus.BudgetExhausted : ShotStatus.BudgetExhaustedSuccess,
                walk.State.LastFailureModeName,
                walk.State.HeldOutput));
    }

    [Property]
    internal void The_softener_is_asked_for_a_prompt_only_until_it_gave_one(ShotStory story) =>
        Walk.Of(story).Softenings.ShouldBeLessThanOrEqualTo(1);

    [Property]
    internal void A_harmless_prompt_is_tried_once_more_by_the_default_policy_alone(ShotStory story)
    {
        var retries = Walk.Of(story).States.Zip(Walk.Of(story).States.Skip(1)).Count(step => step.Second.RefusalRetried && !step.First.RefusalRetried);

        retries.ShouldBeLessThanOrEqualTo(story.Policy.RetriesHarmlessRefusals && story is { Harmless: true, Softened: null } ? 1 : 0);
    }

    [Property]
    internal void A_decision_does_not_change_when_the_state_was_written_and_read(ShotStory story)
    {
        var (plain, stored) = (Walk.Of(story), Walk.Of(story, stored: true));

        stored.End.ShouldBe(plain.End);
        Json(stored.State).ShouldBe(Json(plain.State));
    }

    private static string Json(RoutingState state) => JsonSerializer.Serialize(state, JsonSerializerOptions.Web);

    /// <summary>A story walk to its end.</summary>
    private sealed record Walk(Decision End, IReadOnlyList<RoutingState> States, IReadOnlyList<StepOutcome> Outcomes, bool Refused, int Softenings)
    {
        public RoutingState State => States[^1];

        /// <summary>The attempt and the number of every take that was made.</summary>
        public IReadOnlyList<(int Attempt, int Take)> Places => [.. States.Take(Outcomes.Count).Select(state => (state.Attempt, state.Take))];

        public static Walk Of(ShotStory story, bool stored = false)
        {
            var states = new List<RoutingState> { Routing.Outcomes.Fresh };
            var outcomes = new List<StepOutcome>();
            var softenings = 0;
            foreach (var (affordable, outcome) in story.Takes)
            {
                var state = stored ? JsonSerializer.Deserialize<RoutingState>(Json(states[^1]), JsonSerializerOptions.Web)! : states[^1];
                if (!affordable)
                    return new Walk(ShotRouting.BudgetRefused(state), states, outcomes, Refused: true, softenings);

                outcomes.Add(outcome);
                (var decision, state) = ShotRouting.Decide(state, outcome, story.Policy);
                if (decision is Decision.Soften soften)
                {
                    softenings += story.Softened is null ? 0 : 1;
                    (decision, state) = story.Soften(state, soften);
                }

                states.Add(state);
                if (decision is Decision.Complete or Decision.Escalate)
                    return new Walk(decision, states, outcomes, Refused: false, softenings);
            }

            throw new InvalidOperationException($"The shot did not end within {ShotStory.Chapters} takes.");
        }
    }
}
