using Recoil.Contracts;

namespace Recoil.Bench;

/// <summary>A measured path through the shot saga, with the verdict that the critic gives on it.</summary>
/// <param name="Name">The name in the results; the ids of runs on this path start with it.</param>
/// <param name="Policy">The routing policy.</param>
/// <param name="Gate">The gate of every verdict.</param>
/// <param name="Status">The terminal status of every shot.</param>
public sealed record BenchPath(string Name, PolicyName Policy, GateVerdict Gate, ShotStatus Status)
{
    /// <summary>The first take is accepted.</summary>
    public static BenchPath Happy { get; } = new("happy", PolicyName.Default, new GateVerdict { Passed = true, Name = "bench" }, ShotStatus.Ok);

    /// <summary>Four attempts fail and the shot is escalated to a review.</summary>
    public static BenchPath Worst { get; } = new(
        "worst", PolicyName.Seed,
        new GateVerdict { Passed = false, Name = "bench", DominantFailureMode = FailureMode.MotionFailure, HardFailures = ["motion_failure"] },
        ShotStatus.AttemptsExhausted);

    /// <summary>Both.</summary>
    public static IReadOnlyList<BenchPath> All { get; } = [Happy, Worst];

    /// <summary>The path of a run, from the start of its id.</summary>
    internal static BenchPath OfRun(string runId) => All.First(path => runId.StartsWith(path.Name, StringComparison.Ordinal));

    /// <summary>The request for a shot on this path.</summary>
    /// <param name="run">The run's id, which starts with the path's name.</param>
    /// <param name="shotId">The shot's id within the run.</param>
    /// <param name="model">A model that makes pictures.</param>
    internal ShotRequested Request(string run, string shotId, string model) => new()
    {
        Project = "bench",
        RunId = run,
        ShotId = shotId,
        Prompt = "Wide shot. The harbour at first light, nets drying, one lamp still burning in the pilot's house.",
        SceneIndex = 1,
        Model = model,
        EpisodeCap = 1_000_000,
        ShotCap = 100,
        Policy = Policy,
    };

    /// <summary>The error for a shot that ended with another status than this path's; null when the status is right.</summary>
    internal string? ErrorOf(string shotId, ShotStatus status) => status == Status
        ? null
        : $"Shot {shotId} ended {SnakeCase.Of(status)} on the {Name} path; {SnakeCase.Of(Status)} was expected.";
}
