using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

public sealed class When_a_crash_comes_between_a_generation_and_its_decision
{
    private static readonly RoutingState s_state = new() { Model = "m", Estimate = 0.04m, OriginalPrompt = "p", Attempt = 2, Take = 3 };

    private static readonly GenerationCompleted s_generation = new()
    {
        CorrelationId = Guid.Empty,
        TakeId = Guid.Empty,
        Success = true,
        Output = "b.png",
        Cost = 0.04m,
    };

    [Fact]
    public void Its_output_is_kept() => ShotRouting.Undecided(s_state, s_generation).HeldOutput.ShouldBe("b.png");

    [Fact]
    public void A_take_that_is_held_already_stays() =>
        ShotRouting.Undecided(s_state with { HeldOutput = "a.png" }, s_generation).HeldOutput.ShouldBe("a.png");
}
