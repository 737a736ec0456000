namespace Recoil.Cli.Steering;

/// <summary><c>recoil pause</c> or <c>recoil resume</c> as it was typed.</summary>
internal sealed record SteeringOptions
{
    public required bool Pauses { get; init; }

    /// <summary>A project or a run; null for an account.</summary>
    public string? What { get; init; }
    public string? Account { get; init; }
    public string? By { get; init; }
    public string? Reason { get; init; }
    public string? Data { get; init; }
}
