namespace Recoil.Cli.Statuses;

/// <summary><c>recoil status</c> as it was typed.</summary>
internal sealed record StatusOptions
{
    /// <summary><c>RUN</c> or <c>PROJECT/RUN</c>; null for all runs.</summary>
    public string? Run { get; init; }
    public string? Project { get; init; }
    public bool Json { get; init; }
    public string? Data { get; init; }
}
