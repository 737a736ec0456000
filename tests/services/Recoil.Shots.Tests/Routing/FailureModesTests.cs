using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

public sealed class FailureModesTests
{
    [Fact]
    public void A_verdict_may_leave_out_its_gates_name_and_category() =>
        FailureModes.Extract(
                new StepOutcome { Output = "take.png", Gate = new GateVerdict { Passed = false, Name = null!, FailureCategory = null! } },
                ShotPolicy.Seed)
            .ShouldBe(FailureMode.Unknown);

    [Fact]
    public void Only_failure_modes_that_ask_for_it_are_rerolled() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ActionMap.RerollsOf(FailureMode.WardrobeMismatch))
            .Message.ShouldContain("does not ask for re-rolls");

    [Fact]
    public void Every_failure_mode_that_asks_for_a_reroll_says_how() =>
        Enum.GetValues<FailureMode>()
            .Where(mode => ActionMap.ActionOf(mode, hardFailures: true) is RouteAction.Reroll)
            .ShouldAllBe(mode => ActionMap.RerollsOf(mode).Rerolls > 0);
}
