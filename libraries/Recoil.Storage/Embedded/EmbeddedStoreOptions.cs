namespace Recoil.Storage.Embedded;

/// <summary>Where and how the embedded store keeps its file.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>The folder of <c>recoil.db</c>; made when it is missing. It must be on a local disk, not a network share.</summary>
    public required string DataFolder { get; init; }

    /// <summary>How long to wait while another process writes, before giving up; more than 0.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
