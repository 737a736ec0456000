using System.Globalization;
using System.Text.Json;

namespace Recoil.EndToEnd.Tests;

/// <summary>Many shots at once through the real program.</summary>
public sealed class When_many_shots_are_run_at_once : IDisposable
{
    private const int Shots = 96;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Ninety_six_shots_sixty_four_at_once_end_well_in_one_attempt_each()
    {
        var plan = _folder["plan.json"];
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(new
        {
            project = "backlog",
            model = "rehearsal",
            budget = new { episode_cap = 100, shot_cap = 1 },
            shots = Enumerable.Range(0, Shots).Select(i => new
            {
                shot_id = string.Create(CultureInfo.InvariantCulture, $"SH{i:D4}"),
                prompt = "Wide shot. The harbour at first light.",
                provider_options = new { latency_ms = 300 },
            }),
        }));

        using var run = RecoilProcess.Start("run", plan, "--out", _folder["out"], "--parallel", "64", "--json");
        var end = await run.EndAsync();

        end.ExitCode.ShouldBe(0, end.Errors);
        using var report = JsonDocument.Parse(end.Output);
        var shots = report.RootElement.GetProperty("shots").EnumerateArray().ToList();
        shots.Count.ShouldBe(Shots);
        shots.ShouldAllBe(shot => shot.GetProperty("status").GetString() == "ok" && shot.GetProperty("attempts").GetInt32() == 1 && shot.GetProperty("takes").GetInt32() == 1);
    }

    public void Dispose() => _folder.Dispose();
}
