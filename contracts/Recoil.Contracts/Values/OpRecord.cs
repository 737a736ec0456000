namespace Recoil.Contracts;

/// <summary>An operation record as the original logged it: <c>started</c>, then <c>completed</c> or <c>crashed</c>.</summary>
public sealed record OpRecord
{
    public required string Kind { get; init; }
    public required string OpId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>How the shot ended; null while it has not.</summary>
    public ShotStatus? Status { get; init; }

    public string? OutputPath { get; init; }

    /// <summary>What the shot cost in US dollars; null while it has not ended.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What went wrong; only with <c>crashed</c>.</summary>
    public string? Error { get; init; }
}
