using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local.Broker;
using Recoil.Local.Processes;

namespace Recoil.Local;

/// <summary>What runs out of a data folder: a broker, if it is ours, and the services. Kept in <c>services.json</c> there.</summary>
public sealed record LocalServices
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(40);

    /// <summary>The full path of the folder with everything: store, takes, logs and broker.</summary>
    public required string DataFolder { get; init; }

    public required TransportOptions Transport { get; init; }

    /// <summary>Whether the broker was started with the services and is stopped with them.</summary>
    public required bool OwnsBroker { get; init; }

    /// <summary>A store elsewhere that the services use; null for the embedded one in the folder.</summary>
    public StorageOptions? SharedStore { get; init; }

    public IReadOnlyList<ServiceProcess> Processes { get; init; } = [];

    /// <summary>The services' settings, as environment variables.</summary>
    public Dictionary<string, string> Settings() => new(Store.AsEnvironment(), StringComparer.Ordinal)
    {
        ["Transport__Host"] = Transport.Host,
        ["Transport__Port"] = Transport.Port.ToString(CultureInfo.InvariantCulture),
        ["Transport__VirtualHost"] = Transport.VirtualHost,
        ["Transport__Username"] = Transport.Username,
        ["Transport__Password"] = Transport.Password,
        ["Transport__UseTls"] = Transport.UseTls ? "true" : "false",
        ["Generator__OutputFolder"] = Path.Combine(DataFolder, "takes"),
        ["Generator__JobFolder"] = Path.Combine(DataFolder, "animatic"),
    };

    /// <summary>The store that the services use.</summary>
    [JsonIgnore]
    public StorageOptions Store => SharedStore ?? new StorageOptions { DataFolder = StoreFolder };

    public string StoreFolder => Path.Combine(DataFolder, "store");

    public string LogFolder => Path.Combine(DataFolder, "logs");

    public string BrokerFolder => BrokerFolderOf(DataFolder);

    public static string BrokerFolderOf(string dataFolder) => Path.Combine(dataFolder, "broker");

    /// <summary>What was started out of this folder, or null.</summary>
    /// <exception cref="CannotStartLocallyException">It cannot be read; the message says why.</exception>
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

    /// <summary>Forgets what was started out of this folder.</summary>
    public static void Forget(string dataFolder) => File.Delete(FileOf(Path.GetFullPath(dataFolder)));

    /// <summary>Starts one more process of a service and writes it down.</summary>
    /// <param name="service">Which one, see <see cref="ServiceName"/>.</param>
    /// <param name="number">Counted from 1 among processes of the same service.</param>
    /// <param name="extra">Settings beside <see cref="Settings"/>.</param>
    public LocalServices With(string service, int number, IReadOnlyDictionary<string, string>? extra = null)
    {
        var settings = Settings();
        foreach (var (name, value) in extra ?? new Dictionary<string, string>(StringComparer.Ordinal))
            settings[name] = value;
        var started = ServiceProcess.Start(service, number, settings, LogFolder);
        var after = this with { Processes = [.. Processes.Where(p => (p.Service, p.Number) != (service, number)), started] };
        after.Write();
        return after;
    }

    /// <summary>Stops one process and forgets it; it is killed when it does not stop within the limit.</summary>
    public async Task<LocalServices> WithoutAsync(ServiceProcess process, TimeSpan limit, CancellationToken cancellationToken)
    {
        await process.StopAsync(limit, cancellationToken);
        var after = this with { Processes = [.. Processes.Where(p => p != process)] };
        after.Write();
        return after;
    }

    /// <summary>Stops all services, then the broker if it is ours, and forgets them. What they stored stays.</summary>
    /// <returns>The services that had to be killed because they did not stop in time.</returns>
    public async Task<IReadOnlyList<ServiceProcess>> StopAsync(CancellationToken cancellationToken)
    {
        var stopped = await Task.WhenAll(Processes.Select(async process => (process, clean: await process.StopAsync(s_stopLimit, cancellationToken))));
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

    private static string FileOf(string dataFolder) => Path.Combine(dataFolder, "services.json");
}
