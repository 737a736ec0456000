using System.Text.Json;
using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Reports;

/// <summary><c>ops.log.jsonl</c>: the operation records with the original's fields, oldest first.</summary>
internal static class OpsLog
{
    private const string OperationName = "run_shot";
    private const string Operator = "run_episode";

    public static IEnumerable<string> Lines(RunSnapshot snapshot, OutputFolder folder) => snapshot.Shots
        .SelectMany(shot => shot.Ops.Select(op => (shot, op)))
        .OrderBy(entry => entry.op.At)
        .Select(entry => Line(entry.shot.Fields, entry.shot.Fields.Model ?? snapshot.Run.Model, snapshot.Run.RunId, entry.op, entry.shot.Result, folder.Name));

    /// <summary>An operation record as the original wrote it.</summary>
    /// <param name="shot">The shot as it was asked for.</param>
    /// <param name="model">The model that makes it.</param>
    /// <param name="runId">The run; empty for a shot on its own.</param>
    /// <param name="op">The record.</param>
    /// <param name="result">How the shot ended; null when it has not.</param>
    /// <param name="nameOf">How a take is named in the log.</param>
    public static string Line(ShotFields shot, string model, string runId, OpRecord op, ShotCompleted? result, Func<string, string> nameOf) => op.Kind switch
    {
        "started" => JsonSerializer.Serialize(
            new Started(
                op.Kind, op.OpId, OperationName, new Arguments(shot.ShotId, model, shot.Pipeline),
                new Context(Operator), runId.Length > 0 ? runId : null, op.At),
            ReportJson.Line),
        "crashed" => JsonSerializer.Serialize(new Crashed(op.Kind, op.OpId, op.Error, op.At), ReportJson.Line),
        _ => JsonSerializer.Serialize(
            new Completed(op.Kind, op.OpId, Outputs.Of(op, result, nameOf), op.Cost, op.At), ReportJson.Line),
    };

    private sealed record Started(
        string Kind, string OpId, string Name, Arguments Args, Context Context, string? ParentOpId, DateTimeOffset Ts);

    private sealed record Arguments(string ShotId, string Model, string Pipeline);

    private sealed record Context(string Operator);

    private sealed record Completed(string Kind, string OpId, Outputs Outputs, decimal? Cost, DateTimeOffset Ts);

    private sealed record Crashed(string Kind, string OpId, string? Error, DateTimeOffset Ts);

    private sealed record Outputs
    {
        public required ShotStatus? Status { get; init; }
        public required string? OutputPath { get; init; }

        /// <summary>As in the original, only where the accepted take itself has a finding, and not where only an earlier one had.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? ValidationNotes { get; init; }

        public static Outputs Of(OpRecord op, ShotCompleted? result, Func<string, string> nameOf) => new()
        {
            Status = op.Status,
            OutputPath = op.OutputPath is { } output ? nameOf(output) : null,
            ValidationNotes = op.Status is ShotStatus.Ok && result is { FailureMode: not null, ValidationNotes: { Count: > 0 } notes } ? notes : null,
        };
    }
}
