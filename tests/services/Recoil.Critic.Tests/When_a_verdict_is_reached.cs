using Recoil.Contracts;
using Recoil.Critic.Checks;
using Recoil.Critic.Verdicts;

namespace Recoil.Critic.Tests;

public sealed class When_a_verdict_is_reached
{
    private static readonly CritiqueTake s_take = TakeToJudge.At("/nowhere.png");

    [Fact]
    public void Nothing_over_a_limit_is_a_pass()
    {
        var verdict = Verdict.Of(s_take, [Seen("a", FailureMode.GridInfluence, Severity.Hard, 0.9), Observation.NotEvaluated("b", FailureMode.WardrobeMismatch, "no model")]);

        verdict.Success.ShouldBe(true);
        verdict.Gate!.Passed.ShouldBeTrue();
        verdict.Gate.Name.ShouldBe("local_critic");
        verdict.Gate.DominantFailureMode.ShouldBeNull();
        verdict.Score.ShouldBe(1);
        verdict.Findings.Select(f => f.Severity).ShouldBe([Severity.Passed, Severity.NotEvaluated]);
    }

    [Fact]
    public void Soft_findings_are_a_success_that_did_not_pass_named_by_the_worst()
    {
        var verdict = Verdict.Of(s_take, [Seen("end_frame_drift", FailureMode.EndFrameDrift, Severity.Soft, 1.2), Seen("lighting_mismatch", FailureMode.LightingMismatch, Severity.Soft, 1.6)]);

        verdict.Success.ShouldBe(true);
        verdict.Gate!.Passed.ShouldBeFalse();
        verdict.Gate.DominantFailureMode.ShouldBe(FailureMode.LightingMismatch);
        verdict.Gate.HardFailures.ShouldBeEmpty();
        verdict.Score.ShouldBe(0.385);
    }

    [Fact]
    public void A_hard_finding_outweighs_any_soft_one()
    {
        var verdict = Verdict.Of(s_take, [Seen("lighting_mismatch", FailureMode.LightingMismatch, Severity.Soft, 3), Seen("ref_bleed", FailureMode.RefBleed, Severity.Hard, 1.1)]);

        verdict.Success.ShouldBe(false);
        verdict.Gate!.DominantFailureMode.ShouldBe(FailureMode.RefBleed);
        verdict.Gate.HardFailures.ShouldBe(["ref_bleed"]);
        verdict.Score!.Value.ShouldBeLessThan(0.25);
    }

    [Fact]
    public void A_critic_that_cannot_judge_never_passes()
    {
        var verdict = Verdict.Pending(s_take, "ffmpeg was killed");

        verdict.Success.ShouldBe(false);
        verdict.Gate!.Passed.ShouldBeFalse();
        verdict.FinalState.ShouldBe("pending_qc");
        verdict.Error!.ShouldContain("ffmpeg was killed");
        verdict.Score.ShouldBeNull();
    }

    private static Observation Seen(string check, FailureMode mode, Severity worst, double excess) =>
        Observation.Of(check, mode, worst, excess, excess, 1, "seen");
}
