using Recoil.Cli.Judging;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Tests.Judging;

public sealed class AgreementTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Precision_and_recall_are_those_of_the_takes_that_were_looked_at()
    {
        JudgedTake[] takes =
        [
            Take(false, Judged(FailureMode.WardrobeMismatch, Severity.Soft), Judged(FailureMode.AnatomyLimbMiscount, Severity.Passed)),
            Take(true, Judged(FailureMode.WardrobeMismatch, Severity.Soft), Judged(FailureMode.AnatomyLimbMiscount, Severity.Passed)),
            Take(false, Judged(FailureMode.WardrobeMismatch, Severity.Passed), Judged(FailureMode.AnatomyLimbMiscount, Severity.Hard)),
            Take(true, Judged(FailureMode.WardrobeMismatch, Severity.NotEvaluated)),
            Take(true, Pixels(FailureMode.GridInfluence, Severity.Passed)),
        ];

        var found = Agreement.Of(takes);

        found.Select(one => (one.By, one.FailureMode, one.Takes, one.Refused, one.Found, one.FoundAndRefused, one.Precision, one.Recall)).ShouldBe(
        [
            ("judges", null, 3, 2, 3, 2, 0.667, 1),
            ("judges", FailureMode.AnatomyLimbMiscount, 3, 2, 1, 1, 1, 0.5),
            ("judges", FailureMode.WardrobeMismatch, 3, 2, 2, 1, 0.5, 0.5),
            ("pixels", null, 1, 0, 0, 0, null, null),
            ("pixels", FailureMode.GridInfluence, 1, 0, 0, 0, null, null),
        ]);
    }

    [Fact]
    public void The_label_is_the_decision_on_the_take_that_the_review_showed()
    {
        Finding[] second = [Judged(FailureMode.WardrobeMismatch, Severity.Soft)];
        TimelineEntry[] timeline = [Verdict(1, [Judged(FailureMode.WardrobeMismatch, Severity.Passed)]), Verdict(2, second)];

        Labels.Of(Review(ReviewDecision.Approve), timeline).ShouldBe(new JudgedTake(second, true));
        Labels.Of(Review(ReviewDecision.Reject), timeline).ShouldBe(new JudgedTake(second, false));
        Labels.Of(Review(ReviewDecision.Reroll), timeline).ShouldBe(new JudgedTake(second, false));
        Labels.Of(Review(ReviewDecision.Approve, supplied: "painted.png"), timeline).ShouldBe(new JudgedTake(second, false));
        Labels.Of(Review(null), timeline).ShouldBeNull();
        Labels.Of(Review(ReviewDecision.Approve), [Verdict(1, second)]).ShouldBeNull("no critic has looked at the second take");
    }

    private static ReviewEntry Review(ReviewDecision? decision, string? supplied = null) => new()
    {
        ReviewId = Guid.NewGuid(),
        EnqueuedAt = s_noon,
        Request = new EnqueueReview
        {
            CorrelationId = Guid.NewGuid(), ReviewId = Guid.NewGuid(), Project = "film", ShotId = "SH010", Reason = ReviewReason.AttemptsExhausted, FailureMode = "unknown",
            Attempts = [new AttemptRecord { Attempt = 1, Take = 1, Output = "1.png" }, new AttemptRecord { Attempt = 1, Take = 2, Output = "2.png" }],
            TotalCostUsd = 0, OriginalPrompt = "x", OutputPath = "2.png", At = s_noon,
        },
        Decision = decision is { } decided
            ? new ReviewDecided { CorrelationId = Guid.NewGuid(), ReviewId = Guid.NewGuid(), Decision = decided, By = "ines", SuppliedOutput = supplied, At = s_noon }
            : null,
    };

    private static TimelineEntry Verdict(int take, IReadOnlyList<Finding> findings) => new() { At = s_noon, Event = "verdict", Attempt = 1, Take = take, Findings = findings };

    private static JudgedTake Take(bool isAccepted, params Finding[] findings) => new(findings, isAccepted);

    private static Finding Judged(FailureMode mode, Severity severity) => Pixels(mode, severity) with { Judge = "gemini-judge" };

    private static Finding Pixels(FailureMode mode, Severity severity) => new() { Check = SnakeCase.Of(mode), FailureMode = mode, Severity = severity };
}
