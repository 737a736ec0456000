namespace Recoil.Cli.Services;

/// <summary><c>recoil up</c> as it was typed.</summary>
internal sealed record UpOptions
{
    public string? Data { get; init; }

    /// <summary>How many generators are to run; null keeps as many as there are, at least one.</summary>
    public int? Generators { get; init; }

    /// <summary>How many critics are to run; null keeps as many as there are, at least one.</summary>
    public int? Critics { get; init; }

    /// <summary>Whether takes are bought at emulated providers.</summary>
    public bool Emulators { get; init; }
}
