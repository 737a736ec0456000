using Recoil.Contracts;
using Recoil.Shots.Routing;
using static Recoil.Shots.Tests.Routing.Outcomes;

namespace Recoil.Shots.Tests.Routing;

public sealed class DefaultPolicyTests
{
    [Theory]
    [InlineData(FailureMode.AnatomyFaceMerge, 2, RerollStrategy.AnatomyAnchor)]
    [InlineData(FailureMode.AnatomyLimbMiscount, 2, RerollStrategy.AnatomyAnchor)]
    [InlineData(FailureMode.IdentityDrift, 1, RerollStrategy.RefPruneAndAnchor)]
    [InlineData(FailureMode.GridInfluence, 1, RerollStrategy.ReduceRefs)]
    [InlineData(FailureMode.RefBleed, 1, RerollStrategy.ReduceRefs)]
    [InlineData(FailureMode.MotionFailure, 1, RerollStrategy.Seed)]
    internal void An_attempt_is_rerolled_with_the_failure_modes_strategy_before_the_next_one(
        FailureMode mode, int rerolls, RerollStrategy strategy)
    {
        var refused = Refused(mode, hardFailures: "face");
        var routed = new Routed(new Decision.NextAttempt("begin"), Fresh);

        for (var reroll = 1; reroll <= rerolls; reroll++)
        {
            routed = ShotRouting.Decide(routed.State, refused, ShotPolicy.Default);
            routed.Decision.ShouldBe(new Decision.Reroll(Rules.Reroll, strategy));
            routed.State.Attempt.ShouldBe(1);
            routed.State.Take.ShouldBe(1 + reroll);
            routed.State.Strategy.ShouldBe(strategy);
        }

        routed = ShotRouting.Decide(routed.State, refused, ShotPolicy.Default);

        routed.Decision.ShouldBe(new Decision.NextAttempt(Rules.RerollsUsedUp));
        routed.State.Attempt.ShouldBe(2);
        routed.State.Take.ShouldBe(1);
        routed.State.Strategy.ShouldBeNull();
        routed.State.LastFailureMode.ShouldBe(mode);
    }

    [Fact]
    public void A_reroll_follows_the_take_just_judged() =>
        Play(Refused(FailureMode.MotionFailure), Refused(FailureMode.AnatomyLimbMiscount)).Decision
            .ShouldBe(new Decision.Reroll(Rules.Reroll, RerollStrategy.AnatomyAnchor));

    [Fact]
    public void A_reroll_with_another_failure_has_that_failures_number_of_rerolls() =>
        Play(Refused(FailureMode.AnatomyFaceMerge), Refused(FailureMode.GridInfluence)).Decision
            .ShouldBe(new Decision.NextAttempt(Rules.RerollsUsedUp));

    [Fact]
    public void A_good_reroll_ends_the_shot() =>
        Play(Refused(FailureMode.GridInfluence, "a.png"), Passed("b.png")).Decision
            .ShouldBe(new Decision.Complete(Rules.CleanPass, ShotStatus.Ok, null, "b.png"));

    [Fact]
    public void A_take_that_passed_with_a_hard_finding_is_rerolled_too() =>
        Play(Refused(FailureMode.GridInfluence) with { Success = true }).Decision
            .ShouldBe(new Decision.Reroll(Rules.Reroll, RerollStrategy.ReduceRefs));

    [Theory]
    [InlineData(FailureMode.Unknown)]
    [InlineData(FailureMode.SafetySoftened)]
    public void A_take_that_passed_with_another_objection_asks_for_the_next_attempt(FailureMode mode) =>
        Play(Refused(mode) with { Success = true }).Decision.ShouldBe(new Decision.NextAttempt(Rules.PassedWithObjection));

    [Fact]
    public void The_same_hard_failure_at_the_end_of_two_attempts_goes_to_a_person()
    {
        var grid = Refused(FailureMode.GridInfluence);

        var routed = Play(grid, grid, grid, grid);

        routed.Decision.ShouldBe(new Decision.Escalate(
            Rules.SameFailureTwice, ShotStatus.IcuEscalated, ReviewReason.IcuEscalated,
            "icu_escalated", "icu_escalated", "Mara waits at the pier", null, "take.png"));
        (routed.State.Attempt, routed.State.Take).ShouldBe((2, 2));
    }

    [Theory]
    [InlineData(0.4, 0.4, true)]
    [InlineData(0.4, 0.3, true)]
    [InlineData(0.4, null, true)]
    [InlineData(null, 0.4, true)]
    [InlineData(null, null, true)]
    [InlineData(0.4, 0.41, false)]
    public void A_better_score_is_worth_another_attempt(double? first, double? second, bool escalates)
    {
        var routed = Play(
            Refused(FailureMode.MotionFailure), Refused(FailureMode.MotionFailure, score: first),
            Refused(FailureMode.MotionFailure), Refused(FailureMode.MotionFailure, score: second));

        (routed.Decision is Decision.Escalate { Rule: Rules.SameFailureTwice }).ShouldBe(escalates);
    }

    [Fact]
    public void Another_hard_failure_is_worth_another_attempt()
    {
        var (grid, motion) = (Refused(FailureMode.GridInfluence), Refused(FailureMode.MotionFailure));

        Play(grid, grid, motion, motion).Decision.ShouldBe(new Decision.NextAttempt(Rules.RerollsUsedUp));
    }

    [Fact]
    public void Attempts_that_do_not_follow_each_other_are_not_compared()
    {
        var grid = Refused(FailureMode.GridInfluence);

        Play(grid, grid, Fault(), grid, grid).Decision.ShouldBe(new Decision.NextAttempt(Rules.RerollsUsedUp));
    }

    [Fact]
    public void The_same_failure_in_the_last_attempt_is_called_by_its_name()
    {
        var (grid, motion) = (Refused(FailureMode.GridInfluence), Refused(FailureMode.MotionFailure));

        Play(grid, grid, motion, motion, grid, grid, grid, grid).Decision
            .ShouldBeOfType<Decision.Escalate>().Rule.ShouldBe(Rules.SameFailureTwice);
    }

    [Fact]
    public void The_icu_entry_shows_the_prompt_that_was_used_last()
    {
        var grid = Refused(FailureMode.GridInfluence);
        var softened = Fresh with { SoftenedPrompt = "Mara rests", Take = 2, PreviousEnd = new HardEnd(FailureMode.GridInfluence, null) };

        ShotRouting.Decide(softened, grid, ShotPolicy.Default).Decision
            .ShouldBeOfType<Decision.Escalate>().OriginalPrompt.ShouldBe("Mara rests");
    }

    [Fact]
    public void A_later_take_without_output_does_not_erase_the_one_that_is_held()
    {
        var routed = Play(Refused(FailureMode.GridInfluence, "a.png"), Failed(ErrorKind.Timeout));

        routed.State.HeldOutput.ShouldBe("a.png");
        ShotRouting.BudgetRefused(routed.State)
            .ShouldBe(new Decision.Complete(Rules.BudgetRefused, ShotStatus.BudgetExhaustedSuccess, "unknown", "a.png"));
    }

    [Fact]
    public void Of_two_takes_alike_the_later_is_held() =>
        Play(Refused(FailureMode.GridInfluence, "a.png"), Refused(FailureMode.GridInfluence, "b.png"))
            .State.HeldOutput.ShouldBe("b.png");

    [Fact]
    public void A_take_that_passed_with_an_objection_is_held_against_a_failed_one()
    {
        var routed = Play(Refused(FailureMode.Unknown, "a.png") with { Success = true }, Refused(FailureMode.GridInfluence, "b.png"));

        routed.State.HeldOutput.ShouldBe("a.png");
        routed.State.HeldRank.ShouldBe(TakeRank.Soft);
    }

    [Fact]
    public void A_shot_that_used_all_attempts_reports_the_best_take() =>
        Play(Refused(FailureMode.Unknown, "a.png") with { Success = true }, Fault(), Fault(), Fault()).Decision.ShouldBe(
            new Decision.Escalate(
                Rules.AttemptsExhausted, ShotStatus.AttemptsExhausted, ReviewReason.AttemptsExhausted,
                "unknown", "unknown", "Mara waits at the pier", null, "a.png"));

    [Fact]
    public void A_refusal_that_cannot_be_softened_reports_the_best_take() =>
        Play(Refused(FailureMode.Unknown, "a.png") with { Success = true }, Failed(ErrorKind.ContentFilter)).Decision
            .ShouldBeOfType<Decision.Soften>().Otherwise.ShouldBe(new Decision.Escalate(
                Rules.SoftenRetryExhausted, ShotStatus.NeedsReview, ReviewReason.SoftenRetryExhausted,
                "content_filter_hard_block", "content_filter_hard_block", "Mara waits at the pier", null, "a.png"));

    [Theory]
    [InlineData("b.png", "b.png")]
    [InlineData(null, "a.png")]
    public void A_take_that_could_not_be_judged_is_what_a_person_sees(string? output, string? shown)
    {
        var routed = Play(
            Refused(FailureMode.Unknown, "a.png") with { Success = true },
            Passed() with { Output = output, FinalState = "pending_qc" });

        routed.Decision.ShouldBe(new Decision.Escalate(
            Rules.PendingQc, ShotStatus.NeedsReview, ReviewReason.PendingQc,
            "pending_qc", "pending_qc", "Mara waits at the pier", null, shown));
        routed.State.HeldOutput.ShouldBe("a.png");
    }

    [Theory]
    [InlineData("b.png", "b.png")]
    [InlineData(null, "a.png")]
    public void A_take_that_came_back_as_given_up_is_what_a_person_sees(string? output, string? shown)
    {
        var routed = Play(
            Refused(FailureMode.Unknown, "a.png") with { Success = true },
            Passed() with { Output = output, FinalState = "icu_escalated" });

        routed.Decision.ShouldBe(new Decision.Escalate(
            Rules.GivenUp, ShotStatus.IcuEscalated, ReviewReason.IcuEscalated,
            "icu_escalated", "icu_escalated", "Mara waits at the pier", null, shown));
        routed.State.HeldOutput.ShouldBe("a.png");
    }

    [Theory]
    [InlineData("b.png", "b.png")]
    [InlineData(null, "a.png")]
    public void A_take_that_needs_a_person_at_once_is_what_that_person_sees(string? output, string? shown) =>
        Play(Refused(FailureMode.Unknown, "a.png") with { Success = true }, Refused(FailureMode.Unknown, output)).Decision
            .ShouldBe(new Decision.Escalate(
                Rules.ImmediateReview, ShotStatus.NeedsReview, ReviewReason.ImmediateReview,
                "unknown", "unknown", "Mara waits at the pier", null, shown));

    [Fact]
    public void An_accepted_take_is_reported_even_where_an_earlier_one_is_held() =>
        Play(Refused(FailureMode.GridInfluence, "a.png"), Refused(FailureMode.WardrobeMismatch, "b.png")).Decision
            .ShouldBe(new Decision.Complete(Rules.SoftFindingAccepted, ShotStatus.Ok, "wardrobe_mismatch", "b.png"));

    [Fact]
    public void A_soft_failure_without_output_is_no_acceptance_of_the_held_take()
    {
        var routed = Play(Refused(FailureMode.GridInfluence, "a.png"), Refused(FailureMode.WardrobeMismatch, output: null));

        routed.Decision.ShouldBe(new Decision.NextAttempt(Rules.NothingToAccept));
        routed.State.ValidationNotes.ShouldBe(["wardrobe_mismatch: accepted (soft finding)"]);
    }

    [Theory]
    [InlineData("HTTP 503", "a.png")]
    [InlineData("", "a.png")]
    [InlineData("HTTP 503", null)]
    public void A_failure_that_no_rule_names_asks_for_another_attempt(string error, string? output)
    {
        var routed = Play(Failed(kind: null, error, output));

        routed.Decision.ShouldBe(new Decision.NextAttempt(Rules.UnnamedFailure));
        routed.State.ValidationNotes.ShouldBeEmpty();
        routed.State.LastFailureMode.ShouldBe(FailureMode.Unknown);
        routed.State.HeldOutput.ShouldBe(output);
    }

    [Fact]
    public void A_failed_gate_that_names_no_failure_asks_for_another_attempt() =>
        Play(Refused(FailureMode.None)).Decision.ShouldBe(new Decision.NextAttempt(Rules.UnnamedFailure));

    [Theory]
    [InlineData(ErrorKind.RateLimited)]
    [InlineData(ErrorKind.Timeout)]
    [InlineData(ErrorKind.Unavailable)]
    [InlineData(ErrorKind.Unknown)]
    public void A_provider_in_trouble_asks_for_another_attempt_whatever_the_text_says(ErrorKind kind)
    {
        var routed = Play(Failed(kind, "safety identity corrupted"));

        routed.Decision.ShouldBe(new Decision.NextAttempt(Rules.ProviderTrouble));
        routed.State.LastFailureMode.ShouldBe(FailureMode.Unknown);
    }

    [Theory]
    [InlineData(ErrorKind.InvalidRequest)]
    [InlineData(ErrorKind.InsufficientFunds)]
    public void An_error_that_repeating_cannot_mend_goes_to_a_person_at_once(ErrorKind kind) =>
        Play(Failed(kind, "face")).Decision.ShouldBeOfType<Decision.Escalate>().Rule.ShouldBe(Rules.ImmediateReview);

    [Fact]
    public void A_content_filter_is_recognised_without_its_words() =>
        Play(Failed(ErrorKind.ContentFilter, "PROHIBITED")).Decision.ShouldBeOfType<Decision.Soften>()
            .Otherwise.FailureMode.ShouldBe("content_filter_hard_block");

    [Fact]
    public void A_corrupt_file_is_rerolled_with_another_seed() =>
        Play(Failed(ErrorKind.CorruptOutput, "content_filter")).Decision
            .ShouldBe(new Decision.Reroll(Rules.Reroll, RerollStrategy.Seed));

    [Fact]
    public void Without_an_error_kind_the_words_count() =>
        Play(Failed(kind: null, "Safety system refused")).Decision.ShouldBeOfType<Decision.Soften>();

    [Fact]
    public void The_seed_policy_only_reads_the_words() =>
        Play(ShotPolicy.Seed, Failed(ErrorKind.Timeout, "no frames decoded")).State.LastFailureMode.ShouldBe(FailureMode.MotionFailure);

    [Fact]
    public void An_error_kind_of_a_take_that_succeeded_says_nothing() =>
        Play(Passed() with { ErrorKind = ErrorKind.RateLimited }).Decision.ShouldBeOfType<Decision.Complete>()
            .Status.ShouldBe(ShotStatus.Ok);

    [Fact]
    public void A_gate_counts_more_than_an_error_kind() =>
        Play(Refused(FailureMode.GridInfluence) with { ErrorKind = ErrorKind.Timeout }).State.LastFailureMode
            .ShouldBe(FailureMode.GridInfluence);

    [Fact]
    public void The_policies_are_found_by_name()
    {
        ShotPolicy.Of(PolicyName.Seed).ShouldBeSameAs(ShotPolicy.Seed);
        ShotPolicy.Of(PolicyName.Default).ShouldBeSameAs(ShotPolicy.Default);
        ShotPolicy.Seed.Name.ShouldBe(PolicyName.Seed);
        ShotPolicy.Default.Name.ShouldBe(PolicyName.Default);
        Should.Throw<ArgumentOutOfRangeException>(() => ShotPolicy.Of((PolicyName)7)).Message.ShouldContain("no such policy");
    }
}
