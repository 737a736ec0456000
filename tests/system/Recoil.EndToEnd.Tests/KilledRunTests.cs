using System.Text.Json;
using Recoil.Contracts;

namespace Recoil.EndToEnd.Tests;

/// <summary>The real program on a plan of twenty shots, killed with SIGKILL at random moments until it gets through.</summary>
public sealed class When_a_run_is_killed_again_and_again(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 12;
    private const string Project = "endurance";
    private const string RunId = "twenty";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_ends_as_if_nothing_had_happened()
    {
        var plan = WritePlan();
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);

        var disturbed = _folder["disturbed"];
        var kills = 0;
        for (var tries = 0; kills < Kills && tries < 4 * Kills; tries++)
        {
            using var run = RecoilProcess.Start("run", plan, "--out", disturbed);
            if (!await run.AfterLinesAsync(random.Next(1, 10)))
                break;
            await run.KillAsync();
            kills++;
        }

        using var last = RecoilProcess.Start("run", plan, "--out", disturbed);
        var end = await last.EndAsync();
        output.WriteLine($"{kills} kills; the last run printed:\n{end.Errors}\n{end.Output}");
        end.ExitCode.ShouldBe(3, end.Errors);
        kills.ShouldBeGreaterThanOrEqualTo(10, "the plan must be long enough to be killed that often");

        var calm = _folder["calm"];
        using var undisturbed = RecoilProcess.Start("run", plan, "--out", calm);
        (await undisturbed.EndAsync()).ExitCode.ShouldBe(3);

        using var expected = new FinishedRun(calm, Project, RunId);
        using var actual = new FinishedRun(disturbed, Project, RunId);
        await ShouldKeepItsPromisesAsync(expected);
        await ShouldKeepItsPromisesAsync(actual);
        actual.Essence.ShouldBe(expected.Essence);
        actual.Bought.Order(StringComparer.Ordinal).ShouldBe(expected.Bought.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Terminated_it_says_how_to_resume_and_then_does()
    {
        var plan = WritePlan(shots: 8);
        var @out = _folder["polite"];
        using (var first = RecoilProcess.Start("run", plan, "--out", @out))
        {
            (await first.AfterLinesAsync(8)).ShouldBeTrue();
            first.Terminate();
            var stopped = await first.EndAsync();
            stopped.ExitCode.ShouldBe(130, stopped.Errors);
            stopped.Errors.ShouldContain("same command again");
        }

        using var second = RecoilProcess.Start("run", plan, "--out", @out);
        var end = await second.EndAsync();
        end.ExitCode.ShouldBeOneOf(0, 3);
        using var finished = new FinishedRun(@out, Project, RunId);
        await ShouldKeepItsPromisesAsync(finished);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task ShouldKeepItsPromisesAsync(FinishedRun run)
    {
        foreach (var shot in run.Shots)
            shot.GetProperty("status").GetString().ShouldNotBeOneOf("unfinished", "not_started", "crashed");
        run.Ops.Count(line => line.Contains("\"completed\"", StringComparison.Ordinal)).ShouldBe(run.Shots.Count(), "one end a shot");

        var (count, cost) = await run.TakesAsync();
        run.Bought.Count.ShouldBe(run.Bought.Distinct(StringComparer.Ordinal).Count(), "no take is bought twice");
        cost.ShouldBe(KnownCost.Reported(run.ShotCosts), "the take ledger and the shots agree");
        count.ShouldBeGreaterThanOrEqualTo(run.Bought.Count);

        var balance = await run.BalanceAsync();
        balance.Spent.ShouldBe(cost.Usd);
        balance.Reserved.ShouldBe(0);
        balance.OpenReservations.ShouldBe(0);
        (await run.ReviewedAsync()).Order(StringComparer.Ordinal).ShouldBe(run.Escalated.Order(StringComparer.Ordinal));
        run.Leftovers.ShouldBeEmpty();
    }

    /// <summary>Every fifth shot has something the matter with it, so that all ways through the saga are interrupted.</summary>
    private string WritePlan(int shots = 20)
    {
        string?[] defects = [null, "grid", null, "unavailable", null, "blank", null, "grid*", "content_filter", null];
        var path = _folder[$"plan-{shots}.json"];
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            project = Project,
            run_id = RunId,
            episode_id = "E01",
            model = "animatic-keyframe",
            budget = new { episode_cap = 100, shot_cap = 5 },
            max_parallel = 4,
            shots = Enumerable.Range(0, shots).Select(i => new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["shot_id"] = $"SH{i:D3}",
                ["prompt"] = $"Wide. The {(i % 2 == 0 ? "harbour" : "lighthouse")} in weather number {i}, nobody about.",
                ["scene_index"] = i / 4,
                ["aspect_ratio"] = "1:1",
                ["provider_options"] = defects[i % defects.Length] is { } defect
                    ? new Dictionary<string, string>(StringComparer.Ordinal) { ["defects"] = defect }
                    : [],
            }),
        }));
        return path;
    }
}
