namespace Recoil.EndToEnd.Tests;

/// <summary>The example episode through the real program: its endings come from pixels and provider errors alone.</summary>
public sealed class When_the_pilot_is_run : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_meets_every_ending_and_leaves_its_reports()
    {
        var @out = _folder["out"];
        using var run = RecoilProcess.Start("run", Path.Combine(AppContext.BaseDirectory, "examples", "pilot.json"), "--out", @out, "--json");
        var end = await run.EndAsync();
        end.ExitCode.ShouldBe(3, end.Errors);

        using var report = System.Text.Json.JsonDocument.Parse(end.Output);
        var shots = report.RootElement.GetProperty("shots").EnumerateArray().ToList();
        shots.Count.ShouldBeGreaterThanOrEqualTo(16);
        shots.Select(s => s.GetProperty("status").GetString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(
            ["attempts_exhausted", "budget_exhausted", "budget_exhausted_success", "icu_escalated", "needs_review", "ok"]);

        var ok = shots.Where(s => s.GetProperty("status").GetString() == "ok").ToList();
        ok.ShouldContain(s => s.GetProperty("validation_notes").GetArrayLength() > 0, "an accepted soft finding");
        ok.ShouldContain(s => s.GetProperty("softened_prompt").ValueKind == System.Text.Json.JsonValueKind.String, "a softened prompt that passes");
        ok.ShouldContain(s => s.GetProperty("attempts").GetInt32() == 1 && s.GetProperty("takes").GetInt32() == 2, "a re-roll that repairs the take");
        foreach (var file in new[] { "report.html", "report.json", "contact-sheet.png", "ops.log.jsonl", "review_queue.jsonl" })
            new FileInfo(Path.Combine(@out, file)).Length.ShouldBeGreaterThan(0, file);
    }

    public void Dispose() => _folder.Dispose();
}
