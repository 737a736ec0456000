namespace Recoil.Cli.Remaking;

/// <summary><c>recoil remake</c> as it was typed.</summary>
internal sealed record RemakeOptions
{
    public required string Run { get; init; }
    public string? Project { get; init; }
    public IReadOnlyList<string> Shots { get; init; } = [];
    public string? After { get; init; }
    public string? Prompt { get; init; }
    public decimal ExtraBudget { get; init; }
    public string? By { get; init; }
    public string? Note { get; init; }
    public string? Data { get; init; }
}
