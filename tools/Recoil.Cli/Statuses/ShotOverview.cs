using System.Text.Json.Serialization;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Shots;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Statuses;

/// <summary>A shot as <c>recoil status RUN</c> shows it.</summary>
internal sealed record ShotOverview
{
    public required string ShotId { get; init; }

    /// <summary>The saga's state in snake_case, or <c>not_started</c>.</summary>
    public required string State { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public required ShotStatus? Status { get; init; }

    /// <summary>1, and one more for every re-roll or remake that a person asked for; 0 while it has not ended once.</summary>
    public required int Round { get; init; }
    public required int Attempts { get; init; }

    /// <summary>US dollars, late bills included.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>The weakest source of a take's cost; unknown makes <see cref="CostUsd"/> a lower bound.</summary>
    public required CostSource CostSource { get; init; }
    public required string? FailureMode { get; init; }
    public required string? OutputPath { get; init; }
    public required Guid? ReviewId { get; init; }

    /// <summary>What was decided in review; null before a decision and without a review.</summary>
    public required ReviewDecision? Decision { get; init; }

    /// <summary>The shots whose takes it was made from and that have other accepted takes by now, or none.</summary>
    public required IReadOnlyList<string> BuiltOnReplaced { get; init; }

    [JsonIgnore]
    public KnownCost Cost => new(CostUsd, CostSource);

    /// <param name="known">The shot as its run knows it.</param>
    /// <param name="shot">The shot itself; null when it has not begun or is no longer kept.</param>
    /// <param name="reviews">Those of the run.</param>
    public static ShotOverview Of(RunShotRecord known, ShotRecord? shot, IReadOnlyList<ReviewEntry> reviews)
    {
        var review = reviews.LastOrDefault(entry => entry.Request.ShotId == known.ShotId);
        var cost = shot?.Cost ?? known.Cost;
        return new ShotOverview
        {
            ShotId = known.ShotId,
            State = shot is null ? StatusWord.NotStarted : StateWord.Of(shot.State),
            Status = shot?.Result?.Status,
            Round = shot?.Result?.Round ?? 0,
            Attempts = shot?.Result?.Attempts ?? shot?.Attempt ?? 0,
            CostUsd = cost.Usd,
            CostSource = cost.Source,
            FailureMode = shot?.Result?.FailureMode,
            OutputPath = shot?.Result?.OutputPath,
            ReviewId = review?.ReviewId,
            Decision = review?.Decision?.Decision,
            BuiltOnReplaced = known.BuiltOnReplaced,
        };
    }
}
