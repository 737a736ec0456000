using System.Text.Json;
using System.Text.Json.Serialization;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Reports;

/// <summary><c>review_queue.jsonl</c>: what people have to look at, with the original's fields, oldest first.</summary>
internal static class ReviewQueueLog
{
    public static IEnumerable<string> Lines(RunSnapshot snapshot, OutputFolder folder) => snapshot.Reviews
        .OrderBy(entry => entry.Request.At).ThenBy(entry => entry.Request.ShotId, StringComparer.Ordinal)
        .Select(entry => JsonSerializer.Serialize(Line.Of(entry, folder), ReportJson.Line));

    private sealed record Line
    {
        public required Guid RqId { get; init; }
        public required string Project { get; init; }
        public required string EpisodeId { get; init; }
        public required string ShotId { get; init; }
        public required string RunId { get; init; }
        public required ReviewReason Reason { get; init; }
        public required string FailureMode { get; init; }
        public required IReadOnlyList<object> Attempts { get; init; }
        public required decimal TotalCostUsd { get; init; }

        /// <summary>Not in the original, which knew every cost: only where it is another than reported.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public required CostSource? TotalCostSource { get; init; }
        public required string OriginalPrompt { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public required string? SoftenedPrompt { get; init; }
        public string Status { get; } = "open";
        public required DateTimeOffset CreatedAt { get; init; }

        public static Line Of(ReviewEntry entry, OutputFolder folder) => new()
        {
            RqId = entry.ReviewId,
            Project = entry.Request.Project,
            EpisodeId = entry.Request.EpisodeId,
            ShotId = entry.Request.ShotId,
            RunId = entry.Request.RunId,
            Reason = entry.Request.Reason,
            FailureMode = entry.Request.FailureMode,
            Attempts = [.. entry.Request.Attempts.Select(attempt => Attempt(attempt, folder))],
            TotalCostUsd = entry.Request.TotalCostUsd,
            TotalCostSource = Told(KnownCost.Of(entry.Request).Source),
            OriginalPrompt = entry.Request.OriginalPrompt,
            SoftenedPrompt = entry.Request.SoftenedPrompt,
            CreatedAt = entry.Request.At,
        };

        private static object Attempt(AttemptRecord record, OutputFolder folder) => record is { Error: not null, Cost: null }
            ? new Failed(record.Attempt, record.Error, Told(record.CostSource))
            : new Made(
                record.Attempt, record.Take > 1 ? record.Take : null, record.Output is { } output ? folder.Name(output) : null,
                record.Cost, Told(record.CostSource), record.FinalState);

        private static CostSource? Told(CostSource? source) => source == CostSource.Reported ? null : source;
    }

    private sealed record Failed(int Attempt, string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CostSource? CostSource);

    /// <param name="Attempt">The attempt.</param>
    /// <param name="Take">Only with a re-roll, which the original left to another component.</param>
    /// <param name="Output">The take.</param>
    /// <param name="Cost">In US dollars; null where nobody knows it.</param>
    /// <param name="CostSource">Only where it is another than reported.</param>
    /// <param name="FinalState">As the generation or the critic gave it.</param>
    private sealed record Made(
        int Attempt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Take,
        string? Output,
        decimal? Cost,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CostSource? CostSource,
        string? FinalState);
}
