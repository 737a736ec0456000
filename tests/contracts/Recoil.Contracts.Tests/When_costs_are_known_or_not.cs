namespace Recoil.Contracts.Tests;

public sealed class When_costs_are_known_or_not
{
    private static readonly KnownCost s_reported = KnownCost.Reported(0.10m);
    private static readonly KnownCost s_computed = KnownCost.Computed(0.02m);
    private static readonly KnownCost s_estimated = KnownCost.Estimated(0.30m);

    [Fact]
    public void A_sum_is_as_strong_as_its_weakest_part_and_has_what_is_known()
    {
        KnownCost.Sum([s_reported, s_reported]).ShouldBe(KnownCost.Reported(0.20m));
        KnownCost.Sum([s_reported, s_computed]).ShouldBe(KnownCost.Computed(0.12m));
        KnownCost.Sum([s_estimated, s_computed, s_reported]).ShouldBe(KnownCost.Estimated(0.42m));
        KnownCost.Sum([s_reported, KnownCost.Unknown, s_estimated]).ShouldBe(new KnownCost(0.40m, CostSource.Unknown));
    }

    [Fact]
    public void What_is_certainly_free_weakens_nothing_and_an_estimate_of_nothing_does()
    {
        KnownCost.Sum([s_reported, KnownCost.Computed(0), KnownCost.Free]).ShouldBe(s_reported);
        KnownCost.Sum([KnownCost.Computed(0), s_reported]).ShouldBe(s_reported);
        KnownCost.Sum([s_reported, KnownCost.Estimated(0)]).ShouldBe(KnownCost.Estimated(0.10m));
        KnownCost.Sum([]).ShouldBe(KnownCost.Free);
    }

    [Fact]
    public void The_order_of_the_parts_does_not_matter()
    {
        KnownCost[] parts = [KnownCost.Free, KnownCost.Computed(0), KnownCost.Estimated(0), KnownCost.Unknown, s_reported, s_computed, s_estimated];
        foreach (var one in parts)
        {
            foreach (var other in parts)
            {
                (one + other).ShouldBe(other + one);
                foreach (var third in parts)
                    (one + other + third).ShouldBe(one + (other + third));
            }
        }
    }

    [Fact]
    public void Whoever_says_nothing_knows_nothing() => default(KnownCost).ShouldBe(KnownCost.Unknown);

    [Fact]
    public void A_generation_that_says_no_source_has_a_bill_unless_its_outcome_is_unknown()
    {
        var generation = new GenerationCompleted { CorrelationId = Guid.Empty, TakeId = Guid.Empty, Success = true, Cost = 0.04m };

        KnownCost.Of(generation).ShouldBe(KnownCost.Reported(0.04m));
        KnownCost.Of(generation with { CostSource = CostSource.Estimated }).ShouldBe(KnownCost.Estimated(0.04m));
        KnownCost.Of(generation with { Cost = 0, ErrorKind = ErrorKind.OutcomeUnknown }).ShouldBe(KnownCost.Unknown);
        KnownCost.Of(generation with { Cost = 0, ErrorKind = ErrorKind.OutcomeUnknown, CostSource = CostSource.Reported }).ShouldBe(KnownCost.Unknown);
    }

    [Fact]
    public void A_review_of_an_earlier_version_whose_take_has_an_unknown_outcome_does_not_know_its_cost()
    {
        var review = new EnqueueReview
        {
            CorrelationId = Guid.Empty, ReviewId = Guid.Empty, Project = "p", ShotId = "S1", Reason = ReviewReason.PendingQc, FailureMode = "pending_qc",
            Attempts = [], TotalCostUsd = 0.12m, OriginalPrompt = "a quay", At = DateTimeOffset.UnixEpoch,
        };

        KnownCost.Of(review).ShouldBe(KnownCost.Reported(0.12m));
        KnownCost.Of(review with { Reason = ReviewReason.OutcomeUnknown }).ShouldBe(new KnownCost(0.12m, CostSource.Unknown));
        KnownCost.Of(review with { Reason = ReviewReason.OutcomeUnknown, CostSource = CostSource.Reported }).ShouldBe(KnownCost.Reported(0.12m));
    }

    [Fact]
    public void An_attempt_without_a_cost_has_none_unless_it_says_that_nobody_knows_it()
    {
        var attempt = new AttemptRecord { Attempt = 1 };

        KnownCost.Of(attempt).ShouldBeNull();
        KnownCost.Of(attempt with { Cost = 0.04m }).ShouldBe(KnownCost.Reported(0.04m));
        KnownCost.Of(attempt with { CostSource = CostSource.Unknown }).ShouldBe(KnownCost.Unknown);
    }
}
