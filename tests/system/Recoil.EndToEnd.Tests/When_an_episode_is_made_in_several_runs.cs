using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Storage.Embedded;
using Recoil.Storage.Takes;

namespace Recoil.EndToEnd.Tests;

/// <summary>Runs of one folder, each in a process of its own.</summary>
public sealed class When_an_episode_is_made_in_several_runs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_shot_is_made_after_the_one_before_it_in_its_scene_whichever_run_made_that()
    {
        var before = await RunAsync("one", ("SH9", 1), ("SH11", 1));
        await RunAsync("two", ("SH10", 1), ("SH20", 2));

        (await SentWithAsync("two", "SH10")).ShouldBe([before]);
        (await SentWithAsync("two", "SH20")).ShouldBeEmpty("nothing comes before it in its scene");
        (await SentWithAsync("one", "SH9")).ShouldBeEmpty();
    }

    /// <returns>The take of the first shot.</returns>
    private async Task<string> RunAsync(string runId, params (string Id, int Scene)[] shots)
    {
        var plan = _folder[$"{runId}.json"];
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(new
        {
            project = "several",
            run_id = runId,
            episode_id = "E01",
            model = "animatic-keyframe",
            budget = new { episode_cap = 10 },
            shots = shots.Select(shot => new { shot_id = shot.Id, scene_index = shot.Scene, prompt = $"Wide. Rain on the window, {shot.Id}.", aspect_ratio = "1:1" }),
        }));
        using var run = RecoilProcess.Start("run", plan, "--out", Out);
        var end = await run.EndAsync();
        end.ExitCode.ShouldBe(0, end.Errors);
        return (await TakeAsync(runId, shots[0].Id)).Output.ShouldNotBeNull();
    }

    private async Task<IReadOnlyList<string>> SentWithAsync(string runId, string shotId) => (await TakeAsync(runId, shotId)).References.ShouldNotBeNull().Sent;

    private async Task<GenerationCompleted> TakeAsync(string runId, string shotId)
    {
        await using var store = new ServiceCollection().AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = Path.Combine(Out, ".recoil") }).BuildServiceProvider();
        var take = await store.GetRequiredService<ITakeLedger>().FindAsync(ShotIdentity.OfTake(ShotIdentity.OfShot("several", runId, shotId), 1, 1), default);
        return take.ShouldNotBeNull().Result.ShouldNotBeNull();
    }
}
