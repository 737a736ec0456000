using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

/// <summary>Takes and shots as the tests tell of them.</summary>
internal static class Outcomes
{
    public static ShotRequested Shot { get; } = new()
    {
        Project = "noir",
        RunId = "run_1",
        ShotId = "E01_SH010",
        Prompt = "Mara waits at the pier",
        Model = "dream-9",
        EpisodeCap = 100,
    };

    public static RoutingState Fresh { get; } = new() { Model = "dream-9", Estimate = 0.2m, OriginalPrompt = "Mara waits at the pier" };

    public static StepOutcome Passed(string output = "good.png") => new() { Success = true, Output = output, Cost = 0.1m };

    /// <summary>A critic's gate refused the take.</summary>
    public static StepOutcome Refused(
        FailureMode mode, string? output = "take.png", double? score = null, params string[] hardFailures) => new()
        {
            Output = output,
            Cost = 0.1m,
            Score = score,
            Gate = new GateVerdict { Passed = false, DominantFailureMode = mode, HardFailures = hardFailures },
        };

    /// <summary>The provider answered with an error.</summary>
    public static StepOutcome Failed(ErrorKind? kind, string error = "", string? output = null) =>
        new() { Output = output, Cost = 0.1m, Error = error, ErrorKind = kind };

    public static StepOutcome Fault(string text = "connection lost") => new() { Fault = text };

    /// <summary>Decides on one take after another by the default policy, as long as the shot goes on.</summary>
    public static Routed Play(params StepOutcome[] outcomes) => Play(ShotPolicy.Default, outcomes);

    public static Routed Play(ShotPolicy policy, params StepOutcome[] outcomes)
    {
        var routed = new Routed(new Decision.NextAttempt("begin"), Fresh);
        foreach (var outcome in outcomes)
        {
            (routed.Decision is Decision.NextAttempt or Decision.Reroll).ShouldBeTrue($"the shot ended early: {routed.Decision}");
            routed = ShotRouting.Decide(routed.State, outcome, policy);
        }

        return routed;
    }
}
