using System.Text.Json.Nodes;
using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;
using static Recoil.Runs.Testing.PlanText;

namespace Recoil.Cli.Tests.Commands;

public sealed class EstimateCommandTests : IDisposable
{
    private readonly Invocation _recoil = new();

    public EstimateCommandTests() => _recoil.Folder.Write("plan.json", With("\"run_id\":\"r1\",", Shot, """{"shot_id":"S2","prompt":"B","shot_cap":0.01}"""));

    public void Dispose() => _recoil.Dispose();

    [Fact]
    public async Task It_tells_what_every_shot_may_cost()
    {
        (await _recoil.RecoilAsync(["estimate", "plan.json"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.Split('\n').ShouldBe(
            [
                "Run r1 of p: 2 shots, at most $0.48 of $5.00, $0.0571 expected.",
                "",
                "scene  shot  kind      model              a take  takes  expected  greatest",
                "    -  S1    keyframe  animatic-keyframe   $0.04   ≤ 12   $0.0571     $0.48",
                "    -  S2    keyframe  animatic-keyframe   $0.04    ≤ 0     $0.00     $0.00  its own cap allows no take",
                "",
                "scene  shots  expected  greatest",
                "    -      2   $0.0571     $0.48",
                "  all      2   $0.0571     $0.48",
                "  cap                      $5.00",
                "",
                "Expected: 70 of 100 takes are good. Greatest: every take that the rules and the shot's cap allow is made and billed as priced.",
                "",
            ]);
        _recoil.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_judging_costs_is_a_column_of_its_own()
    {
        _recoil.Folder.Write("key", "x");
        _recoil.Folder.Write("providers.json", """{"accounts":{"gemini":{"key_file":"key"}}}""");
        _recoil.Folder.Write("plan.json", With("\"run_id\":\"r1\",\"judges\":[\"gemini-judge\"],", Shot, """{"shot_id":"S2","prompt":"B","judges":[]}"""));

        (await _recoil.RecoilAsync(["estimate", "plan.json", "--providers", "providers.json", "--acceptance", "100"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.Split('\n')[..5].ShouldBe(
            [
                "Run r1 of p: 2 shots, at most $1.44 of $5.00, $0.10 expected.",
                "",
                "scene  shot  kind      model              a take  its judging  takes  expected  greatest",
                "    -  S1    keyframe  animatic-keyframe   $0.04        $0.02   ≤ 12     $0.06     $0.96",
                "    -  S2    keyframe  animatic-keyframe   $0.04            -   ≤ 12     $0.04     $0.48",
            ]);
    }

    [Fact]
    public async Task A_cap_that_may_stop_shots_is_told()
    {
        (await _recoil.RecoilAsync(["estimate", "plan.json", "--budget", "0.3", "--json", "--acceptance", "100", "--policy", "seed"])).ShouldBe(ExitCode.Ok);
        (await _recoil.RecoilAsync(["estimate", "plan.json", "--budget", "0.1", "--json"])).ShouldBe(ExitCode.Ok);

        _recoil.ErrorLines.ShouldBe(["The cap of $0.10 may stop S1: the shots may cost up to $0.48. Raise it with --budget, or start as it is."]);
        var estimate = JsonNode.Parse(_recoil.Out[.._recoil.Out.IndexOf("\n}\n", StringComparison.Ordinal)] + "\n}")!;
        (estimate["policy"]!.GetValue<string>(), estimate["expected_usd"]!.GetValue<decimal>(), estimate["greatest_usd"]!.GetValue<decimal>()).ShouldBe(("seed", 0.04m, 0.16m));
        estimate["shots"]![0]!["may_be_stopped"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_plan_is_told_as_by_run()
    {
        _recoil.Folder.Write("plan.json", "{}");

        (await _recoil.RecoilAsync(["estimate", "plan.json"])).ShouldBe(ExitCode.Usage);

        _recoil.ErrorLines[0].ShouldBe("plan.json: $.project: missing. Name the project that the run belongs to.");
    }
}
