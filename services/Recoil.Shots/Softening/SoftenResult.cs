namespace Recoil.Shots.Softening;

/// <summary>What a softener made of a prompt.</summary>
internal sealed record SoftenResult
{
    /// <summary>The softened prompt; null when nothing was softened, so that a person must look.</summary>
    public string? Prompt { get; init; }

    /// <summary>What was changed, in the order of the rules; empty when nothing was softened.</summary>
    public IReadOnlyList<SofteningChange> Changes { get; init; } = [];

    /// <summary>The rule that forbids softening this prompt, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>What stood in the way where the rule's name does not say it, for people; or null.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Whether nothing in the prompt is to be softened.</summary>
    public bool IsHarmless => Prompt is null && Refusal is null;

    /// <summary>The version of the rules that answered.</summary>
    public required string Version { get; init; }
}
