using Recoil.Cli.Watching;
using Recoil.Contracts;

namespace Recoil.Cli.Tests.Watching;

public sealed class WatchOptionsTests
{
    [Fact]
    public void Everything_is_watched_when_nothing_is_said() => new WatchOptions().RoutingKeys.ShouldBe(["*.*"]);

    [Fact]
    public void Each_status_of_a_project_has_its_key() =>
        new WatchOptions { Project = "first.light", Statuses = [ShotStatus.Ok, ShotStatus.NeedsReview, ShotStatus.Ok] }.RoutingKeys
            .ShouldBe(["first_light.ok", "first_light.needs_review"]);
}
