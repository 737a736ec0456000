using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Recoil.Contracts;

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

        takes.Cost().ShouldBe(0.2m);
        takes.Generated().ShouldBe(3);
        takes.Records().ShouldBe(
        [
            new AttemptRecord { Attempt = 1, Take = 1, Output = "take.png", Cost = 0.1m, FinalState = "completed" },
            new AttemptRecord { Attempt = 1, Take = 2, Cost = 0.1m, FinalState = "", ProviderError = "HTTP 503" },
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

        take.Charge(0.54m).ShouldBeTrue();

        new[] { take }.Records().ShouldHaveSingleItem().ShouldBe(new AttemptRecord { Attempt = 1, Take = 1, Error = "no result", Cost = 0.54m });
    }

    [Property]
    public void A_take_costs_the_highest_of_its_bills_in_whatever_order_they_come(NonNegativeInt[] cents)
    {
        var take = Take(1, 1, result: null, charged: null);
        var raised = cents.Count(bill => take.Charge(bill.Get / 100m));

        new[] { take }.Cost().ShouldBe(cents.Select(bill => bill.Get / 100m).DefaultIfEmpty().Max());
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
