using Recoil.Chaos.Shots;
using Recoil.Contracts;

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

    [Fact]
    public void Every_run_that_is_requested_whole_has_shots_that_are_made_again_and_others_that_are_made_from_them()
    {
        var shots = ChaosShots.Plan(240, 3);
        foreach (var run in shots.Where(shot => ChaosShots.IsRequestedWhole(shot.Request.RunId)).GroupBy(shot => shot.Request.RunId, StringComparer.Ordinal))
        {
            var remade = run.Where(shot => shot.IsRemade).ToList();
            var first = remade.Single(shot => shot.MadeFrom is null);
            remade.Count.ShouldBe(4);
            remade.ShouldAllBe(shot => shot.Kind.Name == ShotKind.Clean && shot.Rounds == 2);
            remade.Count(shot => shot.MadeFrom == first.Request.ShotId).ShouldBe(2);
            ChaosShots.RunOf([.. run]).Shots.Count(shot => ShotReferences.Of(shot).Any()).ShouldBe(3);
            ChaosShots.RemakeOf(first).RemakeId.ShouldBe(ChaosShots.RemakeOf(first).RemakeId);
        }

        shots.Count(shot => shot.IsRemade).ShouldBe(8);
    }

    private static string[] Describe(IEnumerable<ChaosShot> shots) =>
        [.. shots.Select(shot => $"{shot.Request.RunId} {shot.Request.ShotId} {shot.Request.ProviderOptions!["latency_ms"]}")];
}
