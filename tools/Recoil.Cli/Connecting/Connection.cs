using Microsoft.Extensions.Configuration;
using Recoil.Artifacts;
using Recoil.Cli.Commands;
using Recoil.Cli.Services;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;

namespace Recoil.Cli.Connecting;

/// <summary>Where the services are that a command talks to.</summary>
internal static class Connection
{
    /// <summary>
    /// Their broker: what <c>recoil up</c> started out of the data folder, otherwise what the settings name.
    /// </summary>
    /// <exception cref="CommandFailedException">Neither is there.</exception>
    public static TransportOptions Broker(string? data, CommandEnvironment environment)
    {
        if (LocalServices.Read(DataFolderName.Full(data, environment)) is { } services)
            return services.Transport;
        if (!IsNamed(environment))
            throw Nothing(data, environment);
        var named = environment.Settings.Bind("Transport", new TransportOptions());
        named.Validate();
        return named;
    }

    /// <summary>Their store, found as their broker is; a data folder whose services are stopped still has its store.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static StorageOptions Store(string? data, CommandEnvironment environment)
    {
        var folder = DataFolderName.Full(data, environment);
        if (LocalServices.Read(folder) is { } services)
            return services.Store;

        if (environment.Settings.GetSection("Storage").GetChildren().Any())
        {
            var named = environment.Settings.Bind("Storage", new StorageOptions());
            named.Validate();
            return named with { DataFolder = Path.GetFullPath(named.DataFolder, environment.CurrentFolder) };
        }

        var left = new LocalServices { DataFolder = folder, Transport = new TransportOptions(), OwnsBroker = false }.StoreFolder;
        if (Directory.Exists(left))
            return new StorageOptions { DataFolder = left };
        throw !IsNamed(environment)
            ? Nothing(data, environment)
            : new CommandFailedException("Storage__DataFolder is not set. Name the folder of the services' store in it, or set Storage__Kind to mongodb.");
    }

    /// <summary>Where their artifacts are, found as their store is; null when nothing says so.</summary>
    public static ArtifactOptions? Artifacts(string? data, CommandEnvironment environment)
    {
        var folder = DataFolderName.Full(data, environment);
        if (LocalServices.Read(folder) is { } services)
            return services.Artifacts;
        if (environment.Settings.GetSection("Artifacts").GetChildren().Any())
            return LocalServices.ArtifactsOf(environment.Settings, folder, environment.CurrentFolder);
        return IsNamed(environment) ? null : LocalServices.ArtifactsOf(folder);
    }

    /// <summary>Where people find a take; null for none.</summary>
    public static string? Show(string? take, string? data, CommandEnvironment environment) => take is null
        ? null
        : Artifacts(data, environment)?.Show(take) ?? (ArtifactReference.TryParse(take, out var artifact) ? artifact.File : take);

    /// <summary>Their artifacts.</summary>
    /// <exception cref="CommandFailedException">Nothing says where they are.</exception>
    public static IArtifactStore ArtifactStore(string? data, CommandEnvironment environment) => Artifacts(data, environment) is { } named
        ? ArtifactRegistration.Open(named, environment.Time)
        : throw new CommandFailedException("Artifacts__Kind is not set, and pictures are to be stored. Set it and its companions as the services have them.");

    /// <summary>Whether the settings name a broker.</summary>
    public static bool IsNamed(CommandEnvironment environment) => environment.Settings["Transport:Host"] is not null || environment.Settings["Transport:Hosts"] is { Length: > 0 };

    private static CommandFailedException Nothing(string? data, CommandEnvironment environment) => new(
        $"{DataFolderName.Short(DataFolderName.Full(data, environment), environment)}: no services run out of this folder. Give recoil up first, name their folder with --data, or set Transport__Host.");
}
