using Recoil.Storage.ApprovedShots;

namespace Recoil.Storage.Conformance.ApprovedShots;

public abstract class When_takes_are_accepted<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    private static readonly Guid s_shot = new("41c1a7f4-0000-4000-8000-000000000001");
    private static readonly Guid s_shotOfAnotherRun = new("41c1a7f4-0000-4000-8000-000000000002");

    private IApprovedShots Approved => Store.ApprovedShots;

    [Fact]
    public async Task A_shot_finds_the_one_before_it_as_it_was_kept()
    {
        var take = Take("SH \"9\" é 🎬", scene: 0) with { RunId = "", Round = 3, Output = "sha256:ab/\"9\".png" };
        (await Approved.PutAsync(take, default)).ShouldBeTrue();

        (await FindAsync("SH \"9\" é 🎬1", scene: 0)).ShouldBe(take);
        (await FindAsync("SH \"9\" é 🎬", scene: 0)).ShouldBeNull("no shot is its own neighbour");
    }

    [Fact]
    public async Task Nearest_is_what_people_count_as_nearest()
    {
        string[] inOrder = ["SH1", "SH01", "SH2", "SH9b", "SH10", "SH010", "SH10-1", $"SH{new string('9', 60)}", $"SH1{new string('0', 60)}", "SH_", "SHé", "SH\uffee", "SH🎬"];
        foreach (var shotId in inOrder.Reverse())
            await Approved.PutAsync(Take(shotId), default);

        foreach (var (shotId, before) in inOrder.Zip(inOrder.Prepend(null)))
            ((await FindAsync(shotId))?.ShotId).ShouldBe(before, shotId);
        (await FindAsync("SH3")).ShouldNotBeNull().ShotId.ShouldBe("SH2");
        (await FindAsync("ZZ")).ShouldNotBeNull().ShotId.ShouldBe("SH🎬");
    }

    [Fact]
    public async Task Other_projects_episodes_and_scenes_clips_and_shots_without_a_scene_are_not_found()
    {
        foreach (var other in new[] { Take("SH3") with { Project = "film2" }, Take("SH4") with { EpisodeId = "e2" }, Take("SH5", scene: 2), Take("SH6", scene: null), Take("SH7") with { IsKeyframe = false } })
            (await Approved.PutAsync(other, default)).ShouldBeTrue();
        (await FindAsync("SH8")).ShouldBeNull();

        await Approved.PutAsync(Take("SH1"), default);
        (await FindAsync("SH8")).ShouldNotBeNull().ShotId.ShouldBe("SH1");
    }

    [Fact]
    public async Task The_same_name_with_its_parts_cut_elsewhere_is_another_shot()
    {
        await Approved.PutAsync(Take("SH1") with { EpisodeId = "e/1" }, default);
        (await Approved.PutAsync(Take("1/SH1") with { EpisodeId = "e" }, default)).ShouldBeTrue();

        (await Approved.FindBeforeAsync("film", "e/1", 1, "SH2", default)).ShouldNotBeNull().ShotId.ShouldBe("SH1");
    }

    [Fact]
    public async Task The_last_that_was_accepted_counts_in_whatever_order_they_come()
    {
        var (first, second) = (Take("SH1", output: "1.png"), Take("SH1", output: "2.png") with { RunId = "run-2", CorrelationId = s_shotOfAnotherRun, AcceptedAt = Noon.AddMinutes(1) });
        (await Approved.PutAsync(second, default)).ShouldBeTrue();

        (await Approved.PutAsync(first, default)).ShouldBeFalse();
        (await FindAsync("SH2")).ShouldBe(second);

        var third = first with { Output = "3.png", AcceptedAt = Noon.AddMinutes(2), Scene = 2 };
        (await Approved.PutAsync(third, default)).ShouldBeTrue();
        (await FindAsync("SH2")).ShouldBeNull("it has moved to another scene");
        (await FindAsync("SH2", scene: 2)).ShouldBe(third);
    }

    [Fact]
    public async Task A_later_round_of_the_same_shot_counts_whatever_the_clock_says()
    {
        await Approved.PutAsync(Take("SH1"), default);
        var round = Take("SH1", output: "2.png") with { Round = 2, AcceptedAt = Noon.AddSeconds(-1) };

        (await Approved.PutAsync(round with { CorrelationId = s_shotOfAnotherRun }, default)).ShouldBeFalse();
        (await Approved.PutAsync(round, default)).ShouldBeTrue();

        (await FindAsync("SH2")).ShouldBe(round);
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        var take = Take("SH1") with { AcceptedAt = Noon.AddTicks(1) };
        (await Approved.PutAsync(take, default)).ShouldBeTrue();
        (await Approved.PutAsync(take, default)).ShouldBeFalse();
        (await Approved.PutAsync(take with { Output = "earlier.png", AcceptedAt = Noon }, default)).ShouldBeFalse();
        (await FindAsync("SH2")).ShouldBe(take);
    }

    [Fact]
    public async Task One_that_is_not_accepted_any_more_goes_with_its_round_and_those_before()
    {
        await Approved.PutAsync(Take("SH1") with { Round = 2 }, default);

        (await WithdrawAsync(s_shot, round: 1)).ShouldBeFalse("a later round was accepted");
        (await WithdrawAsync(s_shotOfAnotherRun, round: 3)).ShouldBeFalse("another run's is none of its business");
        (await FindAsync("SH2")).ShouldNotBeNull();

        (await WithdrawAsync(s_shot, round: 2)).ShouldBeTrue();
        (await WithdrawAsync(s_shot, round: 2)).ShouldBeFalse();
        (await FindAsync("SH2")).ShouldBeNull();
        (await Approved.PutAsync(Take("SH1"), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_at_once_the_last_stands()
    {
        var puts = await AtOnceAsync(8, index => Approved.PutAsync(Take("SH1", output: $"{index}.png") with { AcceptedAt = Noon.AddSeconds(index) }, default));

        puts[7].ShouldBeTrue();
        (await FindAsync("SH2")).ShouldNotBeNull().Output.ShouldBe("7.png");
    }

    [Fact]
    public async Task One_that_comes_while_another_is_withdrawn_is_not_lost()
    {
        for (var i = 0; i < 20; i++)
        {
            var shotId = $"SH{i}";
            await Approved.PutAsync(Take(shotId), default);
            var later = Take(shotId, output: "later.png") with { CorrelationId = s_shotOfAnotherRun, AcceptedAt = Noon.AddSeconds(1) };

            await AtOnceAsync(2, index => index == 0 ? Approved.PutAsync(later, default) : Approved.WithdrawAsync("film", "e1", shotId, s_shot, 1, default));

            (await FindAsync($"{shotId}a")).ShouldBe(later);
        }
    }

    private static AcceptedTake Take(string shotId, int? scene = 1, string output = "a.png") => new()
    {
        Project = "film", EpisodeId = "e1", ShotId = shotId, Scene = scene, IsKeyframe = true, Output = output, RunId = "run-1", CorrelationId = s_shot, Round = 1, AcceptedAt = Noon,
    };

    private Task<AcceptedTake?> FindAsync(string before, int scene = 1) => Approved.FindBeforeAsync("film", "e1", scene, before, default);

    private Task<bool> WithdrawAsync(Guid correlationId, int round) => Approved.WithdrawAsync("film", "e1", "SH1", correlationId, round, default);
}
