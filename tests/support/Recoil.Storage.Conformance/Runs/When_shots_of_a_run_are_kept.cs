using System.Text.Json;
using Recoil.Contracts;
using Recoil.Storage.Runs;

namespace Recoil.Storage.Conformance.Runs;

public abstract class When_shots_of_a_run_are_kept<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly Guid s_plan = new("30c1a7f4-0000-4000-8000-000000000001");
    private static readonly Guid s_other = new("30c1a7f4-0000-4000-8000-000000000002");

    private IRunShots Shots => Store.RunShots;

    [Fact]
    public async Task They_come_back_as_they_were_planned()
    {
        var planned = new PlannedShot
        {
            Index = 1, Shot = new ShotFields { ShotId = "SH 2", Prompt = "\"Two\" lamps", ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["seed.a"] = "7" }, PromptData = RawJson.Parse("{\"a\": 1.0}") },
            After = [0], References = [0], Followers = [2, 3],
        };
        await Shots.AddAsync(s_plan, [Shot(0), (planned, Shot(1).Progress with { ShotId = "SH 2", HasFollowers = true })], default);
        await Shots.AddAsync(s_other, [Shot(0)], default);

        var read = (await Shots.ReadPlannedAsync(s_plan, 1, 10, default)).ShouldHaveSingleItem();
        var progress = (await Shots.ReadAsync(s_plan, 1, 10, default)).ShouldHaveSingleItem();
        (read.Index, Json(read)).ShouldBe((1, Json(planned)));
        progress.ShouldBe(Shot(1).Progress with { ShotId = "SH 2", HasFollowers = true, Version = 1 });
        Json((await Shots.GetPlannedAsync(s_plan, [5, 1], default)).ShouldHaveSingleItem()).ShouldBe(Json(planned));
        (await Shots.FindAsync(s_plan, "SH 2", default)).ShouldBe(progress);
        (await Shots.FindAsync(s_plan, "SH 3", default)).ShouldBeNull();
        (await Shots.GetAsync(s_plan, [1, 0, 1, 9], default)).Select(shot => shot.Index).ShouldBe([0, 1]);
        (await Shots.ReadAsync(s_plan, 0, 1, default)).ShouldHaveSingleItem().ShotId.ShouldBe("S0");
        (await Shots.ReadPlannedAsync(s_plan, 0, 1, default)).ShouldHaveSingleItem().Shot.ShotId.ShouldBe("S0");
        (await Shots.ReadAsync(s_plan, 2, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_is_built_on_and_that_it_is_made_again_comes_back()
    {
        await Shots.AddAsync(s_plan, [Shot(0), Shot(1)], default);
        UsedTake[] built = [new("S1", "sha256-1/\"S1\".png"), new("S2", "a.png")];
        var remake = new ShotRemake
        {
            Requests = [s_other, s_plan], IsOpen = true, By = "Ida", Note = "softer", EditedPrompt = "Two lamps", ExtraBudget = 0.123456789012m,
            Replaced = new ReplacedEnd(ShotStatus.Ok, "b.png", ApprovedOutput: null),
        };

        (await Shots.TryReplaceAsync(s_plan, (await OneAsync(0)) with { Place = ShotPlace.Ready, IsOutcomeUnknown = true, BuiltOn = built, Remake = remake }, default)).ShouldBeTrue();
        (await Shots.TryReplaceAsync(s_plan, (await OneAsync(1)) with { Place = ShotPlace.Ready }, default)).ShouldBeTrue();

        var read = await OneAsync(0);
        read.IsOutcomeUnknown.ShouldBeTrue();
        read.BuiltOn.ShouldBe(built);
        read.Remake.ShouldNotBeNull().Requests.ShouldBe(remake.Requests);
        read.Remake.ShouldBe(remake with { Requests = read.Remake.Requests });
        (await OneAsync(1)).BuiltOn.ShouldBeNull();
        (await OneAsync(1)).Remake.ShouldBeNull();
        (await Shots.ListAsync(s_plan, ShotPlace.Ready, -1, 10, default)).Select(shot => shot.WasRemade).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Adding_them_again_changes_nothing()
    {
        await Shots.AddAsync(s_plan, [Shot(0)], default);
        (await Shots.TryReplaceAsync(s_plan, (await OneAsync(0)) with { Place = ShotPlace.Ended, Status = ShotStatus.Ok, Round = 1 }, default)).ShouldBeTrue();

        await Shots.AddAsync(s_plan, [Shot(0), Shot(1)], default);

        (await OneAsync(0)).Status.ShouldBe(ShotStatus.Ok);
        (await OneAsync(1)).Status.ShouldBeNull();
    }

    [Fact]
    public async Task One_is_replaced_by_whoever_read_its_last_version()
    {
        await Shots.AddAsync(s_plan, [Shot(0)], default);
        var first = await OneAsync(0);
        var ended = first with { Place = ShotPlace.Ended, Status = ShotStatus.IcuEscalated, Round = 2, OutputPath = "a.png", ApprovedOutput = "b.png", Cost = KnownCost.Estimated(0.123456789012m) };

        (await Shots.TryReplaceAsync(s_plan, ended, default)).ShouldBeTrue();
        (await Shots.TryReplaceAsync(s_plan, first with { Place = ShotPlace.Held }, default)).ShouldBeFalse();
        (await Shots.TryReplaceAsync(s_other, ended, default)).ShouldBeFalse();

        (await OneAsync(0)).ShouldBe(ended with { Version = 2 });
        var wins = await AtOnceAsync(8, _ => Shots.TryReplaceAsync(s_plan, ended with { Version = 2, Round = 3 }, default));
        wins.Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task Those_in_a_place_are_listed_in_the_plans_order()
    {
        await Shots.AddAsync(s_plan, [.. Enumerable.Range(0, 12).Reverse().Select(index => Shot(index, place: index % 2 == 0 ? ShotPlace.Ready : ShotPlace.Waiting))], default);
        await Shots.AddAsync(s_other, [Shot(0, scene: 4)], default);

        (await Shots.ListAsync(s_plan, ShotPlace.Ready, -1, 3, default)).Select(shot => shot.Index).ShouldBe([0, 2, 4]);
        (await Shots.ListAsync(s_plan, ShotPlace.Ready, 4, 10, default)).Select(shot => shot.Index).ShouldBe([6, 8, 10]);
        (await Shots.ListAsync(s_plan, ShotPlace.Held, -1, 10, default)).ShouldBeEmpty();
        (await Shots.ListAsync(s_other, ShotPlace.Ready, -1, 10, default)).ShouldBe([new PlacedShot(0, 4)]);
    }

    [Fact]
    public async Task Whether_one_needs_a_person_is_known_of_the_run_and_of_each_scene()
    {
        await Shots.AddAsync(s_plan, [Shot(0, scene: 0), Shot(1, scene: 2), Shot(2)], default);
        (await Shots.AnyNeedsPersonAsync(s_plan, null, default)).ShouldBeFalse();

        await EndAsync(1, ShotStatus.NeedsReview, "a.png");

        (await Shots.AnyNeedsPersonAsync(s_plan, null, default)).ShouldBeTrue();
        (await Shots.AnyNeedsPersonAsync(s_plan, 2, default)).ShouldBeTrue();
        (await Shots.AnyNeedsPersonAsync(s_plan, 0, default)).ShouldBeFalse();
        (await Shots.AnyNeedsPersonAsync(s_other, null, default)).ShouldBeFalse();

        (await Shots.TryReplaceAsync(s_plan, (await OneAsync(1)) with { ApprovedOutput = "a.png" }, default)).ShouldBeTrue();
        (await Shots.AnyNeedsPersonAsync(s_plan, null, default)).ShouldBeFalse();
        (await Shots.AnyNeedsPersonAsync(s_plan, 2, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_nearest_accepted_keyframe_before_is_found()
    {
        await Shots.AddAsync(
            s_plan, [Shot(0, scene: 1), Shot(1, scene: 1), Shot(2, scene: 1, keyframe: false), Shot(3, scene: 0), Shot(4), Shot(5, scene: 1)], default);
        for (var index = 0; index < 5; index++)
            await EndAsync(index, index == 1 ? ShotStatus.NeedsReview : ShotStatus.Ok, $"{index}.png");

        (await Shots.FindAnchorAsync(s_plan, 1, 5, default))?.Index.ShouldBe(0);
        (await Shots.FindAnchorAsync(s_plan, 1, 0, default)).ShouldBeNull();
        (await Shots.FindAnchorAsync(s_plan, 0, 3, default)).ShouldBeNull();

        (await Shots.TryReplaceAsync(s_plan, (await OneAsync(1)) with { ApprovedOutput = "painted.png" }, default)).ShouldBeTrue();
        (await Shots.FindAnchorAsync(s_plan, 1, 5, default)).ShouldNotBeNull().AcceptedOutput.ShouldBe("painted.png");
    }

    [Fact]
    public async Task They_are_added_up()
    {
        (await Shots.SumAsync(s_plan, default)).ShouldBeEquivalentTo(RunTotals.Of([]));
        await Shots.AddAsync(s_plan, [.. Enumerable.Range(0, 4).Select(index => Shot(index))], default);
        await EndAsync(0, ShotStatus.Ok, "0.png", 0.1m);
        await EndAsync(1, ShotStatus.Ok, "1.png", 0.2m);
        await EndAsync(3, ShotStatus.Crashed, null, 1);

        (await Shots.EndedAmongAsync(s_plan, [3, 2, 0, 9], default)).Order().ShouldBe([0, 3]);
        var totals = await Shots.SumAsync(s_plan, default);

        totals.CountsByStatus.ShouldBe(new Dictionary<ShotStatus, int> { [ShotStatus.Ok] = 2, [ShotStatus.Crashed] = 1 }, ignoreOrder: true);
        (totals.Open, totals.Cost).ShouldBe((1, KnownCost.Computed(1.3m)));
    }

    [Fact]
    public async Task They_are_removed_when_their_time_has_come_and_not_before()
    {
        await Shots.AddAsync(s_plan, [.. Enumerable.Range(0, 5).Select(index => Shot(index))], default);
        await Shots.AddAsync(s_other, [Shot(0)], default);
        (await Shots.RemoveAsync(Noon, 10, default)).ShouldBe(0);

        await Shots.KeepUntilAsync(s_plan, Noon, default);
        await Shots.KeepUntilAsync(s_other, Noon, default);
        await Shots.KeepUntilAsync(s_other, Noon.AddDays(1), default);
        (await Shots.RemoveAsync(Noon, 10, default)).ShouldBe(0);
        await Shots.KeepUntilAsync(s_plan, null, default);
        (await Shots.RemoveAsync(Noon.AddHours(1), 10, default)).ShouldBe(0);

        await Shots.KeepUntilAsync(s_plan, Noon, default);
        (await Shots.RemoveAsync(Noon.AddHours(1), 3, default)).ShouldBe(3);
        (await Shots.RemoveAsync(Noon.AddHours(1), 3, default)).ShouldBe(2);
        (await Shots.RemoveAsync(Noon.AddHours(1), 3, default)).ShouldBe(0);
        (await Shots.ReadAsync(s_plan, 0, 10, default)).ShouldBeEmpty();
        (await Shots.GetPlannedAsync(s_plan, [0, 1, 2, 3, 4], default)).ShouldBeEmpty();
        (await Shots.ReadAsync(s_other, 0, 10, default)).Count.ShouldBe(1);
        (await Shots.RemoveAsync(Noon.AddDays(2), 3, default)).ShouldBe(1);
    }

    private static string Json(PlannedShot planned) => JsonSerializer.Serialize(planned);

    private static (PlannedShot Planned, ShotProgress Progress) Shot(int index, int? scene = null, bool keyframe = true, ShotPlace place = ShotPlace.Ready) => (
        new PlannedShot { Index = index, Shot = new ShotFields { ShotId = $"S{index}" } },
        new ShotProgress { Index = index, ShotId = $"S{index}", Scene = scene, IsKeyframe = keyframe, Place = place });

    private async Task<ShotProgress> OneAsync(int index) => (await Shots.GetAsync(s_plan, [index], default)).ShouldHaveSingleItem();

    private async Task EndAsync(int index, ShotStatus status, string? output, decimal cost = 0) => (await Shots.TryReplaceAsync(
        s_plan, (await OneAsync(index)) with { Place = ShotPlace.Ended, Status = status, Round = 1, OutputPath = output, Cost = KnownCost.Computed(cost) }, default)).ShouldBeTrue();
}
