using Recoil.Chaos.Shots;

namespace Recoil.Chaos.Tests;

public sealed class When_shots_are_planned
{
    [Fact]
    public void The_same_seed_gives_the_same_shots() => Describe(ChaosShots.Plan(200, 7)).ShouldBe(Describe(ChaosShots.Plan(200, 7)));

    [Fact]
    public void Another_seed_gives_others() => Describe(ChaosShots.Plan(200, 8)).ShouldNotBe(Describe(ChaosShots.Plan(200, 7)));

    [Fact]
    public void Every_kind_occurs_even_in_a_small_run() =>
        ChaosShots.Plan(ShotKind.All.Count, 1).Select(shot => shot.Kind).ShouldBe(ShotKind.All);

    [Fact]
    public void Every_shot_has_its_own_identity() =>
        ChaosShots.Plan(500, 1).Select(shot => shot.CorrelationId).Distinct().Count().ShouldBe(500);

    private static string[] Describe(IEnumerable<ChaosShot> shots) =>
        [.. shots.Select(shot => $"{shot.Request.RunId} {shot.Request.ShotId} {shot.Request.ProviderOptions!["latency_ms"]}")];
}
