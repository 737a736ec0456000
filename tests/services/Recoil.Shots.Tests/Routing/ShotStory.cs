using FsCheck;
using FsCheck.Fluent;
using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

/// <summary>Everything that may happen to a shot from outside, made up at random.</summary>
internal sealed record ShotStory
{
    /// <summary>More takes than any shot may have.</summary>
    public const int Chapters = 16;

    public required ShotPolicy Policy { get; init; }

    public required IReadOnlyList<Chapter> Takes { get; init; }

    /// <summary>What the softener gives, or null.</summary>
    public required string? Softened { get; init; }

    /// <summary>Whether a softener that gives nothing found nothing, too.</summary>
    public required bool Harmless { get; init; }

    /// <summary>The softener is asked.</summary>
    public Routed Soften(RoutingState state, Decision.Soften soften) =>
        Softened is not null ? ShotRouting.Softened(state, Softened)
        : Harmless ? ShotRouting.NothingToSoften(state, soften, Policy)
        : new Routed(soften.Otherwise, state);

    public override string ToString() =>
        $"{Policy.Name}, softener: {Softened ?? (Harmless ? "harmless" : "nothing")}\n  {string.Join("\n  ", Takes.Select(take => take.Affordable ? $"{take.Outcome}" : "no money"))}";

    /// <summary>One take: is there money for it, and what comes of it.</summary>
    internal sealed record Chapter(bool Affordable, StepOutcome Outcome);

    internal static class Arbitraries
    {
        public static Arbitrary<ShotStory> Stories() => (
            from policy in Gen.Elements(ShotPolicy.Seed, ShotPolicy.Default)
            from takes in Takes().ArrayOf(Chapters)
            from softened in Gen.Elements(null, "Mara rests")
            from harmless in Gen.Elements(true, false)
            select new ShotStory { Policy = policy, Takes = takes, Softened = softened, Harmless = harmless }).ToArbitrary();

        private static Gen<Chapter> Takes() =>
            from affordable in Gen.Frequency((14, Gen.Constant(true)), (1, Gen.Constant(false)))
            from outcome in Gen.Frequency((9, Results()), (1, Gen.Constant(new StepOutcome { Fault = "connection lost" })))
            select new Chapter(affordable, outcome);

        private static Gen<StepOutcome> Results() =>
            from success in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
            from output in Gen.Elements(null, "a.png", "b.png", "c.png", "d.png")
            from error in Gen.Elements(null, "", "HTTP 503", "content_filter", "no frames", "face", "start_frame_critic: hard fail", "video_frame_critic")
            from kind in Gen.Elements(Enum.GetValues<ErrorKind>().Select(kind => (ErrorKind?)kind).Append(null))
            from cents in Gen.Choose(0, 40)
            from state in Gen.Frequency(
                (12, Gen.Elements("", "completed", "PENDING_QC", "was_pending_qc", "video_semantic_failed")),
                (1, Gen.Elements("pending_qc", "icu_escalated")))
            from judged in Gen.Frequency((1, Gen.Constant(false)), (2, Gen.Constant(true)))
            from verdict in Gates()
            let gate = judged && output is not null ? verdict : null
            from score in Gen.Elements<double?>(null, 0, 0.3, 0.6, 1)
            select new StepOutcome
            {
                Success = success,
                Output = output,
                Error = error,
                ErrorKind = gate is null && !success ? kind : null,
                Cost = cents / 100m,
                FinalState = state,
                Gate = gate,
                Score = score,
            };

        private static Gen<GateVerdict> Gates() =>
            from passed in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
            from name in Gen.Elements("", "identity_gate", "Anatomy", "safety", "composition")
            from category in Gen.Elements("", "identity_drift", "grid_influence", "two_face_merge", "blur")
            from mode in Gen.Elements(Enum.GetValues<FailureMode>().Select(mode => (FailureMode?)mode).Append(null))
            from hard in Gen.Elements<string[]>([], ["face"])
            select new GateVerdict { Passed = passed, Name = name, FailureCategory = category, DominantFailureMode = mode, HardFailures = hard };
    }
}
