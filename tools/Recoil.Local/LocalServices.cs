using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Recoil.Artifacts;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Local;

/// <summary>The processes of a data folder: the services, and the broker if it was started with them. Stored in the folder's <c>services.json</c>.</summary>
public sealed record LocalServices
{
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(40);

    /// <summary>Full path of the folder for store, takes, logs and broker.</summary>
    public required string DataFolder { get; init; }

    public required TransportOptions Transport { get; init; }

    /// <summary>Whether the broker starts and stops with the services.</summary>
    public required bool OwnsBroker { get; init; }

    /// <summary>A store outside the folder; null for the embedded store in the folder.</summary>
    public StorageOptions? SharedStore { get; init; }

    /// <summary>Artifacts elsewhere than in the folder; null for its folder <c>takes</c>.</summary>
    public ArtifactOptions? SharedArtifacts { get; init; }

    /// <summary>Whether takes are bought at emulated providers that run with the services.</summary>
    public bool HasEmulators { get; init; }

    /// <summary>The file with the accounts at the emulated providers.</summary>
    [JsonIgnore]
    public string EmulatedAccountsFile => Path.Combine(DataFolder, "emulated-providers.json");

    public IReadOnlyList<ServiceProcess> Processes { get; init; } = [];

    /// <summary>The services' settings, as environment variables.</summary>
    public Dictionary<string, string> Settings() => new(Store.AsEnvironment().Concat(Artifacts.AsEnvironment()).Concat(EmulatorSettings()), StringComparer.Ordinal)
    {
        ["Transport__Host"] = Transport.Host,
        ["Transport__Port"] = Transport.Port.ToString(CultureInfo.InvariantCulture),
        ["Transport__Hosts"] = Transport.Hosts,
        ["Transport__VirtualHost"] = Transport.VirtualHost,
        ["Transport__Username"] = Transport.Username,
        ["Transport__Password"] = Transport.Password,
        ["Transport__UseTls"] = Transport.UseTls ? "true" : "false",
        ["Generator__WorkFolder"] = Path.Combine(DataFolder, "work"),
        ["Generator__JobFolder"] = Path.Combine(DataFolder, "animatic"),
    };

    /// <summary>The store that the services use.</summary>
    [JsonIgnore]
    public StorageOptions Store => SharedStore ?? new StorageOptions { DataFolder = StoreFolder };

    /// <summary>Where the services keep artifacts.</summary>
    [JsonIgnore]
    public ArtifactOptions Artifacts => SharedArtifacts ?? ArtifactsOf(DataFolder);

    /// <summary>The artifacts in a data folder.</summary>
    public static ArtifactOptions ArtifactsOf(string dataFolder) =>
        new() { Folder = Path.Combine(dataFolder, "takes"), CacheFolder = Path.Combine(dataFolder, "cache") };

    /// <summary>The artifacts that settings name; what they leave out lies in the data folder.</summary>
    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    public static ArtifactOptions ArtifactsOf(IConfiguration settings, string dataFolder, string currentFolder)
    {
        var named = settings.Bind("Artifacts", ArtifactsOf(dataFolder));
        return named with { Folder = Path.GetFullPath(named.Folder, currentFolder), CacheFolder = Path.GetFullPath(named.CacheFolder, currentFolder) };
    }

    public string StoreFolder => Path.Combine(DataFolder, "store");

    public string LogFolder => Path.Combine(DataFolder, "logs");

    public string BrokerFolder => BrokerFolderOf(DataFolder);

    public static string BrokerFolderOf(string dataFolder) => Path.Combine(dataFolder, "broker");

    /// <summary>Reads the processes of a folder; null if none were started.</summary>
    /// <exception cref="CannotStartLocallyException"><c>services.json</c> cannot be read; the message says why.</exception>
    public static LocalServices? Read(string dataFolder)
    {
        var file = FileOf(Path.GetFullPath(dataFolder));
        try
        {
            return PrivateFile.Read<LocalServices>(file);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartLocallyException($"{file} cannot be read: {unreadable.Message.TrimEnd('.')}. If nothing runs out of its folder, delete it.", unreadable);
        }
    }

    /// <summary>Deletes the folder's <c>services.json</c>.</summary>
    public static void Forget(string dataFolder) => File.Delete(FileOf(Path.GetFullPath(dataFolder)));

    /// <summary>Starts a process of a service and stores it in <c>services.json</c>; replaces the process with the same number.</summary>
    /// <param name="service">The service, see <see cref="ServiceName"/>.</param>
    /// <param name="number">Counted from 1 among processes of the same service.</param>
    /// <param name="extra">Settings in addition to <see cref="Settings"/>.</param>
    /// <param name="port">Where it listens; null for any free port.</param>
    public LocalServices StartProcess(string service, int number, IReadOnlyDictionary<string, string>? extra = null, int? port = null)
    {
        var settings = Settings();
        foreach (var (name, value) in extra ?? new Dictionary<string, string>(StringComparer.Ordinal))
            settings[name] = value;
        var started = ServiceProcess.Start(service, number, settings, LogFolder, port);
        var after = this with { Processes = [.. Processes.Where(p => (p.Service, p.Number) != (service, number)), started] };
        after.Write();
        return after;
    }

    /// <summary>Stops one process, with SIGKILL after the limit, and removes it from <c>services.json</c>.</summary>
    public async Task<LocalServices> StopProcessAsync(ServiceProcess process, TimeSpan limit, CancellationToken cancellationToken)
    {
        await process.StopAsync(limit, cancellationToken);
        var after = this with { Processes = [.. Processes.Where(p => p != process)] };
        after.Write();
        return after;
    }

    /// <summary>Stops all services, then the broker if it started with them, and deletes <c>services.json</c>. Stored data stays.</summary>
    /// <returns>The services that did not stop within 40 s and were killed.</returns>
    public async Task<IReadOnlyList<ServiceProcess>> StopAsync(CancellationToken cancellationToken)
    {
        var stopped = await Task.WhenAll(Processes.Select(async process => (process, clean: await process.StopAsync(s_stopTimeout, cancellationToken))));
        if (OwnsBroker && LocalBroker.Find(BrokerFolder) is { } broker)
            await broker.StopAsync(cancellationToken);
        Forget(DataFolder);
        return [.. stopped.Where(s => !s.clean).Select(s => s.process)];
    }

    public void Write()
    {
        Directory.CreateDirectory(DataFolder);
        PrivateFile.Write(FileOf(DataFolder), this);
    }

    private IEnumerable<KeyValuePair<string, string>> EmulatorSettings() => HasEmulators ? [KeyValuePair.Create("Providers__File", EmulatedAccountsFile)] : [];

    private static string FileOf(string dataFolder) => Path.Combine(dataFolder, "services.json");
}
