using Recoil.Contracts;
using Recoil.Critic.Judging;

namespace Recoil.Critic.Tests.Judging;

public sealed class When_judges_vote
{
    private static readonly Dimension s_identity = new("identity_1", FailureMode.IdentityDrift, new DimensionLimits { Soft = 0.7, Hard = 0.4 }, "The same.");

    [Theory]
    [InlineData(0.39, Severity.Hard, 0.4)]
    [InlineData(0.4, Severity.Soft, 0.7)]
    [InlineData(0.7, Severity.Passed, 0.7)]
    public void One_judge_decides_by_the_limits(double score, Severity severity, double limit)
    {
        var seen = Panel(One("gemini", score)).Seen.ShouldHaveSingleItem();

        seen.Finding.Severity.ShouldBe(severity);
        seen.Finding.FailureMode.ShouldBe(FailureMode.IdentityDrift);
        (seen.Finding.Score, seen.Finding.Threshold).ShouldBe((score, limit));
        seen.Finding.Evidence.ShouldContain("gemini");
        (seen.Excess > 1).ShouldBe(severity != Severity.Passed);
    }

    [Fact]
    public void The_majority_counts_with_everybody_s_evidence()
    {
        var seen = Panel(One("a", 0.8), One("b", 0.6), One("c", 0.9)).Seen.ShouldHaveSingleItem();

        seen.Finding.Severity.ShouldBe(Severity.Passed);
        seen.Finding.Score.ShouldBe(0.85);
        seen.Finding.Evidence.ShouldBe("a 0.80: seen by a; c 0.90: seen by c; b 0.60: seen by b");
    }

    [Fact]
    public void Without_a_majority_the_worse_counts() => Panel(One("a", 0.8), One("b", 0.6)).Seen.ShouldHaveSingleItem().Finding.Severity.ShouldBe(Severity.Soft);

    [Fact]
    public void Who_finds_hard_what_another_one_finds_good_puts_it_before_a_person_with_both_sides()
    {
        var panel = Panel(One("a", 0.1), One("b", 0.9), One("c", 0.95));

        panel.NotJudged.ShouldBe("the judges disagree on identity_1 (a 0.10: seen by a; b 0.90: seen by b; c 0.95: seen by c)");
        panel.Seen.Select(seen => seen.Finding.Severity).ShouldBe([Severity.Hard, Severity.Passed, Severity.Passed]);
    }

    [Fact]
    public void What_no_judge_can_judge_is_not_evaluated()
    {
        var seen = Panel(One("a", 0, canBeJudged: false)).Seen.ShouldHaveSingleItem();

        seen.Finding.Severity.ShouldBe(Severity.NotEvaluated);
        seen.Finding.Evidence.ShouldBe("a cannot judge it: seen by a");
    }

    [Fact]
    public void Who_cannot_judge_has_no_vote() => Panel(One("a", 0, canBeJudged: false), One("b", 0.9)).Seen.ShouldHaveSingleItem().Finding.Severity.ShouldBe(Severity.Passed);

    [Fact]
    public void Without_more_than_half_of_the_judges_nothing_is_judged()
    {
        var down = JudgeVerdict.NotJudged("b", "down", KnownCost.Free);

        Panel(One("a", 0.9), down).NotJudged.ShouldBe("b: down");
        Panel(One("a", 0.9), down).Seen.ShouldBeEmpty();
        Panel(One("a", 0.9), down, One("c", 0.9)).NotJudged.ShouldBeNull();
        Panel(down).NotJudged.ShouldBe("b: down");
    }

    private static PanelVerdict Panel(params JudgeVerdict[] verdicts) => PanelVerdict.Of([s_identity], verdicts);

    private static JudgeVerdict One(string judge, double score, bool canBeJudged = true) => new(
        judge, new Dictionary<string, DimensionAnswer>(StringComparer.Ordinal) { ["identity_1"] = new(canBeJudged, score, $"seen by {judge}") }, null, KnownCost.Computed(0.01m));
}
