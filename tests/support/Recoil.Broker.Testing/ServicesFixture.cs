using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Processes;
using Xunit;

namespace Recoil.Broker.Testing;

/// <summary>A broker and all five services as processes of their own.</summary>
public sealed class ServicesFixture : IAsyncLifetime
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> s_logsForPeople = new(StringComparer.Ordinal) { ["Logging__Format"] = "text" };

    private LocalServices? _shared;

    public BrokerFixture Broker { get; } = new();

    public LocalServices Services { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Broker.InitializeAsync();
        var folder = TestFolder.Of("services");
        if (LocalServices.Read(folder) is { } leftBehind)
            await leftBehind.StopAsync(CancellationToken.None);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        Services = new LocalServices { DataFolder = folder, Transport = Broker.Transport, OwnsBroker = false };
        await StartAsync();
    }

    /// <summary>Stops all services and starts them on an empty store, apart from everything that other tests left under way.</summary>
    /// <param name="name">The name of the data folder, and of the virtual host, where the tests may make one.</param>
    /// <param name="settings">Settings beside the usual ones, as environment variables.</param>
    /// <param name="only">The services to start; null for all.</param>
    /// <returns>How to reach the services.</returns>
    public async Task<TransportOptions> StartApartAsync(string name, IReadOnlyDictionary<string, string> settings, IReadOnlyList<string>? only = null)
    {
        await Services.StopAsync(CancellationToken.None);
        _shared ??= Services;
        var folder = TestFolder.Of(name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var transport = await Broker.AddVirtualHostAsync(name);
        Services = new LocalServices { DataFolder = folder, Transport = transport, OwnsBroker = false };
        await StartAsync(settings, only);
        return transport;
    }

    /// <summary>Starts one more service beside those that run.</summary>
    public Task StartMoreAsync(string service, IReadOnlyDictionary<string, string> settings, int number = 1) => StartAsync(settings, [service], number);

    /// <summary>Stops the services that were started apart and starts the ones that all tests share, with what they have stored.</summary>
    public async Task StartSharedAsync()
    {
        await Services.StopAsync(CancellationToken.None);
        Services = _shared ?? Services;
        _shared = null;
        await StartAsync();
    }

    private async Task StartAsync(IReadOnlyDictionary<string, string>? extra = null, IReadOnlyList<string>? only = null, int number = 1)
    {
        foreach (var service in only ?? ServiceName.All)
            Services = Services.StartProcess(service, number, extra ?? s_logsForPeople);
        foreach (var process in Services.Processes)
        {
            var health = await process.WaitUntilReadyAsync(s_startLimit, CancellationToken.None);
            if (!health.IsReady)
                throw new InvalidOperationException($"{process.Name} is {health.Status}: {health.Problems} Its log:\n{await File.ReadAllTextAsync(process.Log)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Services is not null)
            await Services.StopAsync(CancellationToken.None);
        await Broker.DisposeAsync();
    }
}
