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
        .Select(entry => Line(entry.shot, entry.op, snapshot.Run, folder));

    private static string Line(ShotSnapshot shot, OpRecord op, RunRequested run, OutputFolder folder) => op.Kind switch
    {
        "started" => JsonSerializer.Serialize(
            new Started(
                op.Kind, op.OpId, OperationName, new Arguments(shot.Fields.ShotId, shot.Fields.Model ?? run.Model, shot.Fields.Pipeline),
                new Context(Operator), run.RunId.Length > 0 ? run.RunId : null, op.At),
            ReportJson.Line),
        "crashed" => JsonSerializer.Serialize(new Crashed(op.Kind, op.OpId, op.Error, op.At), ReportJson.Line),
        _ => JsonSerializer.Serialize(
            new Completed(op.Kind, op.OpId, Outputs.Of(shot, op, folder), op.Cost ?? 0, op.At), ReportJson.Line),
    };

    private sealed record Started(
        string Kind, string OpId, string Name, Arguments Args, Context Context, string? ParentOpId, DateTimeOffset Ts);

    private sealed record Arguments(string ShotId, string Model, string Pipeline);

    private sealed record Context(string Operator);

    private sealed record Completed(string Kind, string OpId, Outputs Outputs, decimal Cost, DateTimeOffset Ts);

    private sealed record Crashed(string Kind, string OpId, string? Error, DateTimeOffset Ts);

    private sealed record Outputs
    {
        public required ShotStatus? Status { get; init; }
        public required string? OutputPath { get; init; }

        /// <summary>As in the original, only where a finding was accepted.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? ValidationNotes { get; init; }

        public static Outputs Of(ShotSnapshot shot, OpRecord op, OutputFolder folder) => new()
        {
            Status = op.Status,
            OutputPath = op.OutputPath is { } output ? folder.Name(output) : null,
            ValidationNotes = op.Status is ShotStatus.Ok && shot.Result is { ValidationNotes: { Count: > 0 } notes } ? notes : null,
        };
    }
}
