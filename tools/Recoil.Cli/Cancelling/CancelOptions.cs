namespace Recoil.Cli.Cancelling;

/// <summary><c>recoil cancel</c> as it was typed.</summary>
internal sealed record CancelOptions
{
    public required string What { get; init; }
    public string? By { get; init; }
    public string? Reason { get; init; }
    public string? Data { get; init; }
}
