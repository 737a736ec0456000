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

        ShotOverview.Of("S0", new ShotRecord("Completed", 1, 1, 0.58m, end, [], [], null), []).CostUsd.ShouldBe(0.58m);
    }
}
