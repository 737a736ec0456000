using Recoil.Contracts;

namespace Recoil.Reports;

/// <summary>The status of a shot as reports spell it: a terminal status, or that there is none yet.</summary>
public static class StatusWord
{
    /// <summary>The shot was begun and has not ended.</summary>
    public const string Unfinished = "unfinished";

    /// <summary>The shot was not begun, because the run was to stop for people or was interrupted.</summary>
    public const string NotStarted = "not_started";

    public static IReadOnlyList<string> InOrder { get; } = [.. Enum.GetValues<ShotStatus>().Select(SnakeCase.Of), Unfinished, NotStarted];

    public static string Of(ShotSnapshot shot) => shot switch
    {
        { Result: { } result } => SnakeCase.Of(result.Status),
        { Timeline.Count: > 0 } => Unfinished,
        _ => NotStarted,
    };
}
