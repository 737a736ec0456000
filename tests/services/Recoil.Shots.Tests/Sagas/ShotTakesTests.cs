using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Sagas;

public sealed class ShotTakesTests
{
    [Fact]
    public void Every_take_that_was_generated_leaves_a_record_and_its_cost()
    {
        ShotTake[] takes =
        [
            Take(1, 1, Result("take.png", 0.1m) with { FinalState = "completed" }, charged: 0.1m),
            Take(1, 2, Result(null, 0.1m) with { Success = false, Error = "HTTP 503" }, charged: 0.1m),
            Take(2, 1, Result(null, 0) with { Success = false, Fault = "connection lost" }, charged: 0),
            Take(3, 1, result: null, charged: 0),
        ];

        takes.Cost().ShouldBe(KnownCost.Reported(0.2m));
        takes.Generated().ShouldBe(3);
        takes.Records().ShouldBe(
        [
            new AttemptRecord { Attempt = 1, Take = 1, Output = "take.png", Cost = 0.1m, CostSource = CostSource.Reported, FinalState = "completed" },
            new AttemptRecord { Attempt = 1, Take = 2, Cost = 0.1m, CostSource = CostSource.Reported, FinalState = "", ProviderError = "HTTP 503" },
            new AttemptRecord { Attempt = 2, Take = 1, Error = "connection lost" },
        ]);
    }

    [Fact]
    public void The_final_state_of_a_record_is_that_of_the_verdict_where_there_is_one()
    {
        var take = Take(1, 1, Result("a.png", 0.1m) with { FinalState = "completed" }, charged: 0.1m);
        take.Verdict = new CriticVerdict
        {
            CorrelationId = Guid.Empty,
            TakeId = take.Id,
            Success = false,
            Gate = new GateVerdict { Passed = false },
            FinalState = "pending_qc",
        };

        new[] { take }.Records().ShouldHaveSingleItem().FinalState.ShouldBe("pending_qc");
    }

    [Fact]
    public void A_late_bill_is_in_the_record_of_its_take()
    {
        var take = Take(1, 1, Result(null, 0) with { Success = false, Fault = "no result" }, charged: 0);

        take.Charge(KnownCost.Reported(0.54m)).ShouldBeTrue();

        new[] { take }.Records().ShouldHaveSingleItem().ShouldBe(new AttemptRecord { Attempt = 1, Take = 1, Error = "no result", Cost = 0.54m, CostSource = CostSource.Reported });
    }

    [Fact]
    public void Of_the_same_amount_the_stronger_source_counts_and_of_two_amounts_the_larger()
    {
        var take = Take(1, 1, result: null, charged: null);

        take.Charge(KnownCost.Unknown).ShouldBeTrue();
        take.Charge(KnownCost.Unknown).ShouldBeFalse();
        take.Charge(KnownCost.Free).ShouldBeTrue();
        take.Charge(KnownCost.Estimated(0.25m)).ShouldBeTrue();
        take.Charge(KnownCost.Reported(0.20m)).ShouldBeFalse();
        take.Charged.ShouldBe(KnownCost.Estimated(0.25m));
        take.Charge(KnownCost.Reported(0.25m)).ShouldBeTrue();
        take.Charge(KnownCost.Estimated(0.25m)).ShouldBeFalse();
        take.Charged.ShouldBe(KnownCost.Reported(0.25m));
    }

    [Fact]
    public void A_take_that_an_earlier_version_settled_without_a_result_cost_nobody_knows_what_where_it_had_been_asked_for()
    {
        var asked = Take(1, 1, result: null, charged: 0);
        asked.Plan = TakePlan.For(
            new RoutingState { Model = "m", Estimate = 0.04m, OriginalPrompt = "a pier" }, ShotWorld.Shot(), asked.Id, new ModelProfile { Provider = "test", CostPerImage = 0.04m });

        new[] { asked, Take(1, 2, Result("b.png", 0.1m), charged: 0.1m) }.Cost().ShouldBe(new KnownCost(0.1m, CostSource.Unknown));
        new[] { Take(1, 1, result: null, charged: 0) }.Cost().ShouldBe(KnownCost.Free);
    }

    [Fact]
    public void A_take_of_unknown_outcome_is_a_part_that_nobody_knows_and_leaves_a_record_that_says_so()
    {
        ShotTake[] takes =
        [
            Take(1, 1, Result("a.png", 0.12m), charged: 0.12m),
            Take(1, 2, Result(null, 0) with { Success = false, Error = "outcome_unknown: no answer", ErrorKind = ErrorKind.OutcomeUnknown }, charged: null),
            Take(1, 3, result: null, charged: null),
        ];

        takes.Cost().ShouldBe(new KnownCost(0.12m, CostSource.Unknown));
        takes.Records()[1].ShouldBe(new AttemptRecord
        {
            Attempt = 1, Take = 2, CostSource = CostSource.Unknown, FinalState = "", ProviderError = "outcome_unknown: no answer", ErrorKind = ErrorKind.OutcomeUnknown,
        });
    }

    [Property]
    public void A_take_costs_the_highest_of_its_bills_in_whatever_order_they_come(NonNegativeInt[] cents)
    {
        var take = Take(1, 1, result: null, charged: null);
        var raised = cents.Count(bill => take.Charge(KnownCost.Reported(bill.Get / 100m)));

        new[] { take }.Cost().ShouldBe(KnownCost.Reported(cents.Select(bill => bill.Get / 100m).DefaultIfEmpty().Max()));
        raised.ShouldBe(cents.Select((bill, i) => cents[..i].All(earlier => earlier.Get < bill.Get)).Count(isHigher => isHigher));
    }

    private static ShotTake Take(int attempt, int number, GenerationCompleted? result, decimal? charged) => new()
    {
        Id = ShotIdentity.OfTake(Guid.Empty, attempt, number),
        Attempt = attempt,
        Number = number,
        Result = result,
        ChargedCost = charged,
    };

    private static GenerationCompleted Result(string? output, decimal cost) =>
        new() { CorrelationId = Guid.Empty, TakeId = Guid.Empty, Success = true, Output = output, Cost = cost };
}
