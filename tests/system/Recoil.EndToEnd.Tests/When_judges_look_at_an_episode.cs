using System.Text.Json;
using System.Text.Json.Nodes;

namespace Recoil.EndToEnd.Tests;

/// <summary>A plan with judges, at emulated providers.</summary>
public sealed class When_judges_look_at_an_episode : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_they_cost_is_part_of_the_shots_and_what_they_find_is_in_the_report()
    {
        var plan = _folder["plan.json"];
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(new
        {
            project = "judged",
            run_id = "one",
            model = "animatic-keyframe",
            budget = new { episode_cap = 5 },
            judges = (string[])["gemini-judge"],
            shots = (object[])
            [
                new { shot_id = "SH010", prompt = "Wide. A pier. [judge: wardrobe=0.3]", wardrobe_description = "A red coat.", aspect_ratio = "1:1" },
                new { shot_id = "SH020", prompt = "Wide. A pier. [judge: anatomy_face=?]", aspect_ratio = "1:1", judges = Array.Empty<string>() },
            ],
        }));

        using var run = RecoilProcess.Start("run", plan, "--out", _folder["out"], "--emulators");
        (await run.EndAsync()).ExitCode.ShouldBe(0);

        var report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder["out"], "report.json")))!;
        var judged = report["shots"]![0]!;
        judged["status"]!.GetValue<string>().ShouldBe("ok");
        judged["failure_mode"]!.GetValue<string>().ShouldBe("wardrobe_mismatch");
        var judgement = judged["timeline"]!.AsArray().Single(entry => entry!["event"]!.GetValue<string>() == "judgement")!;
        judgement["detail"]!.GetValue<string>().ShouldBe("gemini-judge");
        judgement["cost_source"]!.GetValue<string>().ShouldBe("computed");
        judged["cost_usd"]!.GetValue<decimal>().ShouldBe(0.04m + judgement["cost"]!.GetValue<decimal>());
        report["shots"]![1]!["cost_usd"]!.GetValue<decimal>().ShouldBe(0.04m, "it has no judges");
    }
}
