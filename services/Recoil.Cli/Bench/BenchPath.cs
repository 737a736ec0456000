using Recoil.Contracts;

namespace Recoil.Cli.Bench;

/// <summary>A way through the saga that is measured, and what generator and critic answer on it.</summary>
/// <param name="Name">The name in the result.</param>
/// <param name="Policy">The rules.</param>
/// <param name="Gate">What the critic says of every take.</param>
/// <param name="Status">How every shot must end.</param>
internal sealed record BenchPath(string Name, PolicyName Policy, GateVerdict Gate, ShotStatus Status)
{
    /// <summary>The first take is accepted.</summary>
    public static BenchPath Happy { get; } = new("happy", PolicyName.Default, new GateVerdict { Passed = true, Name = "bench" }, ShotStatus.Ok);

    /// <summary>Four attempts fail and a person is asked.</summary>
    public static BenchPath Worst { get; } = new(
        "worst", PolicyName.Seed,
        new GateVerdict { Passed = false, Name = "bench", DominantFailureMode = FailureMode.MotionFailure, HardFailures = ["motion_failure"] },
        ShotStatus.AttemptsExhausted);
}
