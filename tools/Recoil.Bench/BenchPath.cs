using Recoil.Contracts;

namespace Recoil.Bench;

/// <summary>A way through the saga that is measured, and what the critic answers on it.</summary>
/// <param name="Name">The name in the result; runs on this path are named after it.</param>
/// <param name="Policy">The rules.</param>
/// <param name="Gate">What the critic says of every take.</param>
/// <param name="Status">How every shot must end.</param>
public sealed record BenchPath(string Name, PolicyName Policy, GateVerdict Gate, ShotStatus Status)
{
    /// <summary>The first take is accepted.</summary>
    public static BenchPath Happy { get; } = new("happy", PolicyName.Default, new GateVerdict { Passed = true, Name = "bench" }, ShotStatus.Ok);

    /// <summary>Four attempts fail and a person is asked.</summary>
    public static BenchPath Worst { get; } = new(
        "worst", PolicyName.Seed,
        new GateVerdict { Passed = false, Name = "bench", DominantFailureMode = FailureMode.MotionFailure, HardFailures = ["motion_failure"] },
        ShotStatus.AttemptsExhausted);

    /// <summary>Both.</summary>
    public static IReadOnlyList<BenchPath> All { get; } = [Happy, Worst];

    /// <summary>The path that a run's shots go.</summary>
    internal static BenchPath OfRun(string runId) => All.First(path => runId.StartsWith(path.Name, StringComparison.Ordinal));

    /// <summary>A shot on this path.</summary>
    /// <param name="run">The run; the path's name begins its name.</param>
    /// <param name="shotId">The shot.</param>
    /// <param name="model">A model that makes pictures.</param>
    internal ShotRequested Request(string run, string shotId, string model) => new()
    {
        Project = "bench",
        RunId = run,
        ShotId = shotId,
        Prompt = "Wide shot. The harbour at first light, nets drying, one lamp still burning in the pilot's house.",
        EpisodeId = "E01",
        SceneIndex = 1,
        Model = model,
        EpisodeCap = 1_000_000,
        ShotCap = 100,
        Policy = Policy,
    };

    /// <summary>What is wrong with how a shot on this path ended; null when nothing is.</summary>
    internal string? Mistake(string shotId, ShotStatus status) => status == Status
        ? null
        : $"Shot {shotId} ended {SnakeCase.Of(status)} on the {Name} path; {SnakeCase.Of(Status)} was expected.";
}
