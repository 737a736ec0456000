using FsCheck.Xunit;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Estimates;
using Recoil.Shots.Routing;
using Recoil.Shots.Tests.Parity;
using Recoil.Shots.Tests.Routing;

namespace Recoil.Shots.Tests.Estimates;

public sealed class RunEstimateTests
{
    private static readonly StepOutcome s_badAnatomy = Bad(FailureMode.AnatomyLimbMiscount);
    private static readonly StepOutcome s_grid = Bad(FailureMode.AnatomyFaceMerge);

    [Fact]
    public void A_shot_costs_what_its_takes_cost_up_to_its_cap()
    {
        var estimate = Of(Run(cap: 100, shotCap: 0.39m, Shot("S1"), Shot("S2", "video")), acceptance: 50);

        estimate.Shots.Select(shot => (shot.TakeUsd, shot.Takes, shot.GreatestUsd)).ShouldBe([(0.04m, 9, 0.36m), (0.5m, 0, 0)]);
        estimate.Shots[0].ExpectedUsd.ShouldBe(0.04m * (2 - (1 / 256m)));
        (estimate.ExpectedUsd, estimate.GreatestUsd, estimate.GreatestUncappedUsd).ShouldBe((estimate.Shots[0].ExpectedUsd, 0.36m, 0.36m));
    }

    [Fact]
    public void The_cap_of_the_run_stops_the_shots_that_no_longer_fit()
    {
        var estimate = Of(Run(cap: 1, shotCap: 10, Shot("S1"), Shot("S2"), Shot("S3"), Shot("S4")));

        estimate.Shots.ShouldAllBe(shot => shot.Takes == 12 && shot.GreatestUsd == 0.48m);
        estimate.MayBeStopped.Select(shot => shot.ShotId).ShouldBe(["S3", "S4"]);
        (estimate.GreatestUsd, estimate.GreatestUncappedUsd).ShouldBe((1m, 1.92m));
    }

    [Fact]
    public void Scenes_are_the_sums_of_their_shots()
    {
        var estimate = Of(Run(cap: 100, shotCap: 10, Shot("S1") with { SceneIndex = 1 }, Shot("S2") with { SceneId = 1 }, Shot("S3", "video") with { SceneIndex = 0 }, Shot("S4")));

        estimate.Scenes.Select(scene => (scene.SceneIndex, scene.Shots, scene.GreatestUsd)).ShouldBe([(1, 2, 0.96m), (0, 1, 6m), (null, 1, 0.48m)]);
    }

    [Fact]
    public void An_unknown_price_makes_an_unknown_total()
    {
        var estimate = Of(Run(cap: 100, shotCap: 10, Shot("S1"), Shot("S2") with { Model = "who-knows" }));

        (estimate.Shots[1].TakeUsd, estimate.Shots[1].GreatestUsd, estimate.ExpectedUsd, estimate.GreatestUsd).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void Judging_is_a_part_of_what_a_shot_costs()
    {
        var run = Run(cap: 100, shotCap: 100, Shot("S1"), Shot("S2") with { Judges = [] }, Shot("S3") with { Judges = ["dear-judge"] }) with { Judges = ["judge"] };

        var estimate = Of(run, acceptance: 100);

        estimate.Shots.Select(shot => (shot.TakeUsd, shot.JudgingUsd)).ShouldBe([(0.04m, 0.02m), (0.04m, 0m), (0.04m, 0.11m)]);
        estimate.Shots.Select(shot => shot.ExpectedUsd).ShouldBe([0.06m, 0.04m, 0.15m]);
        estimate.Shots.Select(shot => shot.GreatestUsd).ShouldBe([12 * 0.08m, 12 * 0.04m, 12 * 0.26m], "each judge may be asked twice");
        estimate.Shots[2].Judges.ShouldBe(["dear-judge"]);
    }

    [Fact]
    public void Takes_whose_judging_costs_less_than_is_reserved_leave_room_for_others_within_the_shot_s_cap()
    {
        var estimate = Of(Run(cap: 100, shotCap: 0.35m, Shot("S1")) with { Judges = ["dear-judge"] });

        estimate.Shots[0].Takes.ShouldBe(3, "where the pixels of the first two are bad enough, no judge is asked");
        estimate.Shots[0].GreatestUsd.ShouldBe(0.35m);
    }

    [Fact]
    public void A_judge_without_a_price_makes_an_unknown_total()
    {
        var estimate = Of(Run(cap: 100, shotCap: 10, Shot("S1")) with { Judges = ["who-knows"] });

        (estimate.Shots[0].JudgingUsd, estimate.ExpectedUsd, estimate.GreatestUsd).ShouldBe((null, null, null));
    }

    [Fact]
    public void A_free_model_needs_no_money()
    {
        var estimate = Of(Run(cap: 0, shotCap: 0, Shot("S1") with { Model = "free" }));

        (estimate.Shots[0].Takes, estimate.GreatestUsd).ShouldBe((12, 0));
        estimate.MayBeStopped.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PolicyName.Seed)]
    [InlineData(PolicyName.Default)]
    public void The_most_takes_are_as_many_as_the_rules_can_lead_to(PolicyName name)
    {
        var policy = ShotPolicy.Of(name);
        var state = ShotRouting.Begin(new ShotRequested { ShotId = "S1", Project = "p", EpisodeCap = 1 }, null, policy).State;
        var takes = 1;
        while (true)
        {
            // Two attempts that end alike would go to a person.
            var routed = ShotRouting.Decide(state, state.Attempt % 2 == 0 ? s_grid : s_badAnatomy, policy);
            if (routed.Decision is Decision.Escalate or Decision.Complete)
                break;
            state = routed.State;
            takes++;
        }

        TakePricing.MostTakes(policy).ShouldBe(takes);
    }

    [Property(Arbitrary = [typeof(ShotStory.Arbitraries)], MaxTest = 500)]
    internal void No_shot_has_more_takes(ShotStory story) =>
        Spending.Of([new Spending.Shot(Shot("S1"), story.Takes.Select(take => take.Outcome).ToArray(), story.Harmless)], Run(100, 100, Shot("S1")), story.Policy, Prices, 1, new Random(0))
            .Takes.ShouldBeLessThanOrEqualTo(TakePricing.MostTakes(story.Policy));

    [Theory]
    [InlineData(PolicyName.Seed)]
    [InlineData(PolicyName.Default)]
    public void No_recorded_scenario_costs_more_than_the_greatest_with_bills_as_priced(PolicyName policy)
    {
        var reached = 0;
        foreach (var vector in ParityVectors.All)
        {
            var shot = vector.Request();
            var models = new OneModel(vector.ModelProfile);
            var run = Run(Math.Max(0, vector.Budget.EpisodeCap - vector.Budget.Spent), vector.Budget.PerShotCap, shot) with { Model = vector.Model, Policy = policy };
            var estimate = RunEstimate.Of(run, models, 70);
            var outcomes = vector.Steps.Select(step => StepOutcome.Of(step.Generation(Guid.Empty, Guid.Empty), step.Verdict(Guid.Empty, Guid.Empty))).ToArray();

            var spent = new[] { true, false }.Max(isHarmless =>
                Spending.Of([new Spending.Shot(shot, outcomes, isHarmless)], run, ShotPolicy.Of(policy), models, 1, new Random(0)).Usd);
            if (estimate.GreatestUsd is not { } greatest)
                continue;
            spent.ShouldBeLessThanOrEqualTo(greatest, vector.Id);
            estimate.ExpectedUsd!.Value.ShouldBeLessThanOrEqualTo(greatest, vector.Id);
            reached += spent == greatest && spent > 0 ? 1 : 0;
        }

        reached.ShouldBeGreaterThan(20, "the bound is of no use when nothing comes near it");
    }

    [Property(Arbitrary = [typeof(ShotStory.Arbitraries)], MaxTest = 500)]
    internal void No_run_costs_more_however_its_shots_take_turns(ShotStory[] stories, int seed)
    {
        var random = new Random(seed);
        string[] models = ["picture", "clip", "dear", "free"];
        var shots = stories.Take(6).Index()
            .Select(story => new Spending.Shot(
                Shot($"S{story.Index}", random.Next(2) == 0 ? "video" : "keyframe") with { Model = models[random.Next(models.Length)], Duration = random.Next(1, 9), Judges = JudgesOf(random.Next(4)) },
                story.Item.Takes.Select(take => take.Outcome).ToArray(),
                story.Item.Harmless))
            .ToArray();
        var policy = random.Next(2) == 0 ? ShotPolicy.Seed : ShotPolicy.Default;
        var run = Run(random.Next(0, 300) / 100m, random.Next(0, 200) / 100m, [.. shots.Select(shot => shot.Fields)]) with
        {
            Policy = policy.Name, MaxParallel = random.Next(1, 7), Judges = JudgesOf(random.Next(4)),
        };

        var spent = Spending.Of(shots, run, policy, Prices, run.MaxParallel, random).Usd;

        spent.ShouldBeLessThanOrEqualTo(RunEstimate.Of(run, Prices, 70).GreatestUsd!.Value);
    }

    private static string[]? JudgesOf(int roll) => roll switch { 0 => null, 1 => [], 2 => ["judge"], _ => ["judge", "dear-judge"] };

    private static ModelTable Prices { get; } = new();

    private static RunEstimate Of(RunRequested run, int acceptance = 70) => RunEstimate.Of(run, Prices, acceptance);

    private static ShotFields Shot(string id, string pipeline = "keyframe") => new() { ShotId = id, Prompt = "x", Pipeline = pipeline, Model = pipeline == "video" ? "clip" : null };

    private static RunRequested Run(decimal cap, decimal shotCap, params ShotFields[] shots) =>
        new() { Project = "p", RunId = "r", Model = "picture", EpisodeCap = cap, ShotCap = shotCap, Shots = shots };

    private static StepOutcome Bad(FailureMode mode) =>
        new() { Output = "a.png", Gate = new GateVerdict { Passed = false, DominantFailureMode = mode }, Score = 0.5 };

    private sealed class ModelTable : IModelProfiles
    {
        public ModelProfile? Find(string model) => model switch
        {
            "picture" => new ModelProfile { Provider = "p", CostPerImage = 0.04m, CostPerSecond = 0.02m },
            "clip" => new ModelProfile { Provider = "p", CostPerSecond = 0.1m, CostPerImage = 0.3m },
            "dear" => new ModelProfile { Provider = "p", CostPerImage = 0.7m, CostPerSecond = 0.33m },
            "judge" => new ModelProfile { Provider = "p", CostPerJudgement = 0.02m },
            "dear-judge" => new ModelProfile { Provider = "p", CostPerJudgement = 0.11m },
            "free" => new ModelProfile { Provider = "p", CostPerImage = 0, CostPerSecond = 0 },
            _ => null,
        };
    }

    private sealed class OneModel(ModelProfile? profile) : IModelProfiles
    {
        public ModelProfile? Find(string model) => profile;
    }
}
