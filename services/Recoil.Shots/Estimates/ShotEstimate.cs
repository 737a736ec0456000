using Recoil.Contracts;

namespace Recoil.Shots.Estimates;

/// <summary>What a shot may cost. Money is in US dollars, and null where the model's price is not known.</summary>
public sealed record ShotEstimate
{
    public required string ShotId { get; init; }
    public required int? SceneIndex { get; init; }
    public required Operation Operation { get; init; }
    public required string Model { get; init; }

    /// <summary>What making a take costs.</summary>
    public required decimal? TakeUsd { get; init; }

    /// <summary>The judges of its takes.</summary>
    public required IReadOnlyList<string> Judges { get; init; }

    /// <summary>What judging a take costs, each judge asked once; 0 without judges. Twice as much is reserved.</summary>
    public required decimal? JudgingUsd { get; init; }

    /// <summary>The most takes that the rules and the shot's cap allow.</summary>
    public required int Takes { get; init; }
    public required decimal? ExpectedUsd { get; init; }

    /// <summary>What all those takes cost, with judges that are asked as often as they may be.</summary>
    public required decimal? GreatestUsd { get; init; }

    /// <summary>Whether the run's cap stops it when every shot before it needs all its takes.</summary>
    public required bool MayBeStopped { get; init; }
}

/// <summary>What the shots of a scene may cost. Money is in US dollars, and null where a model's price is not known.</summary>
public sealed record SceneEstimate
{
    /// <summary>The scene; null for shots without one.</summary>
    public required int? SceneIndex { get; init; }
    public required int Shots { get; init; }
    public required decimal? ExpectedUsd { get; init; }
    public required decimal? GreatestUsd { get; init; }
}
