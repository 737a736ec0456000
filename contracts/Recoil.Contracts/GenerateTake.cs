namespace Recoil.Contracts;

/// <summary>Please make a take. The same take id twice is bought once.</summary>
public sealed record GenerateTake
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid TakeId { get; init; }
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }

    /// <summary>The attempt, 1 to 4; more only after a person's re-rolls.</summary>
    public required int Attempt { get; init; }

    /// <summary>The take within the attempt, counted from 1.</summary>
    public required int Take { get; init; }

    /// <summary>The take within the shot, counted from 1.</summary>
    public required int Ordinal { get; init; }

    public required Operation Operation { get; init; }
    public required string Prompt { get; init; }
    public required string Model { get; init; }

    /// <summary>Keyframes only: who must be recognised.</summary>
    public IReadOnlyList<string> IdentityRefs { get; init; } = [];

    /// <summary>Keyframes only: pictures that follow <see cref="IdentityRefs"/> where they exist, such as the style anchor, then the neighbouring shot.</summary>
    public IReadOnlyList<string> OptionalRefs { get; init; } = [];

    /// <summary>Keyframes only: the shot's own identity references. Identity is judged against those that exist.</summary>
    public IReadOnlyList<string> JudgedRefs { get; init; } = [];
    public string? SceneRefPath { get; init; }
    public IReadOnlyList<string>? ExpressionRefs { get; init; }

    /// <summary>Clips only.</summary>
    public string? StartFrame { get; init; }

    /// <summary>Clips only.</summary>
    public string? EndFrame { get; init; }

    /// <summary>Clips only: length in seconds.</summary>
    public decimal? Duration { get; init; }
    public required string AspectRatio { get; init; }

    /// <summary>Random seed for the provider; the same for the same take.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether the shot has identity references of its own, so that identity is judged where one exists.</summary>
    public bool Gated { get; init; }

    /// <summary>What identity is judged by beside <see cref="JudgedRefs"/>; null when it is not judged.</summary>
    public IdentityGate? Gate { get; init; }

    /// <summary>What the planner made the shot from, unchanged; any JSON value.</summary>
    public RawJson? InputsSnapshot { get; init; }

    /// <summary>How soon it is to begin, 0 to 100: of those that wait, a higher one comes first.</summary>
    public int Priority { get; init; } = Contracts.Priority.Usual;

    /// <summary>Settings that only the provider understands.</summary>
    public IReadOnlyDictionary<string, string>? ProviderOptions { get; init; }

    /// <summary>The shot was cancelled: what was bought already is delivered, and nothing more is submitted.</summary>
    public bool OnlyIfBought { get; init; }
}
