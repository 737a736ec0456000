using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Stores;

/// <summary>Where the services keep what they know: the section <c>Storage</c>.</summary>
public sealed record StorageOptions
{
    /// <summary><c>embedded</c>: a SQLite file that all processes of one machine share.</summary>
    public string Kind { get; init; } = Embedded;

    /// <summary>The folder of the embedded store's file; on a local disk, not a network share.</summary>
    public string DataFolder { get; init; } = "data";

    internal const string Embedded = "embedded";

    /// <exception cref="InvalidSettingException">A setting cannot be used; the message says which and what to do.</exception>
    public void Validate()
    {
        if (Kind != Embedded)
            throw new InvalidSettingException($"Storage:Kind is \"{Kind}\". This build knows {Embedded}.");
        if (string.IsNullOrWhiteSpace(DataFolder))
            throw new InvalidSettingException("Storage:DataFolder is empty. Name a folder on a local disk that all services of this machine share.");
    }
}
