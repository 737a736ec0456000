using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

public sealed class When_a_crash_comes_between_a_generation_and_its_decision
{
    private static readonly RoutingState s_state = new() { Model = "m", Estimate = 0.04m, OriginalPrompt = "p", Attempt = 2, Take = 3, Cost = 0.10m };

    private static readonly GenerationCompleted s_generation = new()
    {
        CorrelationId = Guid.Empty,
        TakeId = Guid.Empty,
        Success = true,
        Output = "b.png",
        Cost = 0.04m,
    };

    [Fact]
    public void Its_cost_its_output_and_its_record_are_kept()
    {
        var after = ShotRouting.Undecided(s_state, s_generation with { FinalState = "done" });

        after.Cost.ShouldBe(0.14m);
        after.HeldOutput.ShouldBe("b.png");
        after.AttemptRecords.ShouldHaveSingleItem().ShouldBe(
            new AttemptRecord { Attempt = 2, Take = 3, Output = "b.png", Cost = 0.04m, FinalState = "done" });
        ShotRouting.Undecided(s_state, s_generation).AttemptRecords[0].FinalState.ShouldBe("");
    }

    [Fact]
    public void A_take_that_is_held_already_stays() =>
        ShotRouting.Undecided(s_state with { HeldOutput = "a.png" }, s_generation).HeldOutput.ShouldBe("a.png");
}
