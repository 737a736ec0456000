namespace Recoil.Contracts;

/// <summary>What came of asking one judge about a take.</summary>
public sealed record Judgement
{
    /// <summary>The judge: a model of the models file.</summary>
    public required string Judge { get; init; }

    /// <summary>What it cost in US dollars, all calls together; only what is known of it where <see cref="CostSource"/> is unknown.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Where the cost comes from.</summary>
    public required CostSource CostSource { get; init; }

    /// <summary>Why it gave no verdict; null when it gave one.</summary>
    public string? Failure { get; init; }
}
