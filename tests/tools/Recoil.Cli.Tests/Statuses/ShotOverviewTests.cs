using Recoil.Cli.Statuses;
using Recoil.Contracts;
using Recoil.Shots;

namespace Recoil.Cli.Tests.Statuses;

public sealed class ShotOverviewTests
{
    [Fact]
    public void A_bill_that_came_after_the_end_is_in_the_cost()
    {
        var end = new ShotCompleted
        {
            CorrelationId = Guid.Empty,
            Project = "p",
            ShotId = "S0",
            Status = ShotStatus.Ok,
            OpId = "op",
            CostUsd = 0.04m,
            Attempts = 1,
            Takes = 1,
            At = DateTimeOffset.UnixEpoch,
        };

        ShotOverview.Of(Known(KnownCost.Reported(0.04m)), new ShotRecord("Completed", 1, 1, KnownCost.Reported(0.58m), end, [], [], null), []).CostUsd.ShouldBe(0.58m);
    }

    [Fact]
    public void A_shot_that_is_no_longer_kept_costs_what_its_run_knows()
    {
        var shot = ShotOverview.Of(Known(new KnownCost(0.12m, CostSource.Unknown)), shot: null, []);

        (shot.CostUsd, shot.CostSource).ShouldBe((0.12m, CostSource.Unknown));
    }

    private static RunShotRecord Known(KnownCost cost) => new("S0", Started: true, ShotStatus.Ok, cost);
}
