using Microsoft.Extensions.Configuration;
using Recoil.Artifacts;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Running;
using Recoil.Cli.Tables;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Broker;
using Recoil.Local.Processes;
using Recoil.Providers.Emulators;

namespace Recoil.Cli.Services;

/// <summary>
/// One <c>recoil up</c>: starts what does not run, keeps what does, stops what is too many. Every process is written down as it
/// is started, so that the command can be interrupted and given again at any moment.
/// </summary>
internal sealed class ServicesUp(CommandEnvironment environment, UpOptions options)
{
    private static readonly TimeSpan s_healthLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(40);

    /// <returns>0 when all services are healthy, otherwise 1.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner
    {
        Environment = environment,
        WhenStopped = "Stopped. Started processes keep running: repeat the command to finish, or stop them with recoil down.",
    }.RunAsync(UpAsync, stop);

    private async Task<int> UpAsync(CancellationToken stop)
    {
        var missing = await environment.MissingTools(stop);
        if (missing.Count > 0)
            throw new CommandFailedException(string.Join(Environment.NewLine, missing));

        var folder = DataFolderName.Full(options.Data, environment);
        if (WritableFolder.Mistake(folder) is { } mistake)
            throw new CommandFailedException($"--data: {mistake}");

        using var alone = FolderLock.Take(folder);
        var store = SharedStore(folder);
        var services = await WithBrokerAsync(folder, stop) with { SharedStore = store, SharedArtifacts = SharedArtifacts(folder) };
        services = await WithEmulatorsAsync(services with { HasEmulators = LocalServices.Read(folder)?.HasEmulators == true }, stop);
        services.Write();
        foreach (var service in ServiceName.All)
            services = await ScaleAsync(services, service, stop);

        var health = await Task.WhenAll(services.Processes.Select(process => process.WaitUntilReadyAsync(s_healthLimit, stop)));
        return await WriteAsync([.. services.Processes.Zip(health).OrderBy(pair => ServiceName.All.ToList().IndexOf(pair.First.Service)).ThenBy(pair => pair.First.Number)]);
    }

    /// <summary>Starts the emulated providers where they are wanted and do not run: again where they were, for the services know the address.</summary>
    private async Task<LocalServices> WithEmulatorsAsync(LocalServices services, CancellationToken stop)
    {
        if (!options.Emulators && !services.HasEmulators)
            return services;
        if (!services.HasEmulators && services.Processes.Any(process => process.IsRunning))
        {
            throw new CommandFailedException(
                $"{services.DataFolder}: its services run without emulated providers. Give recoil down first, or name another folder with --data.");
        }

        var known = services.Processes.FirstOrDefault(process => process.Service == ServiceName.Emulators);
        if (known?.IsRunning == true)
            return services;
        stop.ThrowIfCancellationRequested();
        services = (services with { HasEmulators = true }).StartProcess(ServiceName.Emulators, 1, port: known is null ? null : new Uri(known.Url).Port);
        EmulatedAccounts.Write(new Uri(services.Processes[^1].Url), services.EmulatedAccountsFile);
        await environment.Error.WriteLineAsync($"Starting {services.Processes[^1].Name}.");
        return services;
    }

    private async Task<LocalServices> WithBrokerAsync(string folder, CancellationToken stop)
    {
        var known = LocalServices.Read(folder);
        if (Named() is { } named)
        {
            if (known is not null && known.Transport != named && known.Processes.Any(process => process.IsRunning))
            {
                throw new CommandFailedException(
                    $"{folder}: its services run on {known.Transport.Address}, but Transport__Host and its companions name {named.Address}. Give recoil down first, or name another folder with --data.");
            }

            await Broker.CheckAsync(named, stop);
            return new LocalServices { DataFolder = folder, Transport = named, OwnsBroker = false, Processes = known?.Processes ?? [] };
        }

        if (known is { OwnsBroker: false } && known.Processes.Any(process => process.IsRunning))
        {
            await Broker.CheckAsync(known.Transport, stop);
            return known;
        }

        if (LocalBroker.Find(LocalServices.BrokerFolderOf(folder)) is null)
            await environment.Error.WriteLineAsync("Starting the broker.");
        var broker = await LocalBroker.StartAsync(LocalServices.BrokerFolderOf(folder), stop);
        return new LocalServices { DataFolder = folder, Transport = broker.Transport, OwnsBroker = true, Processes = known?.Processes ?? [] };
    }

    /// <summary>The store that the settings name or the services have, or null for the embedded one in the folder.</summary>
    private StorageOptions? SharedStore(string folder)
    {
        var known = LocalServices.Read(folder);
        if (environment.Settings["Storage:Kind"] is null)
            return known?.SharedStore;

        var named = environment.Settings.Bind("Storage", new StorageOptions());
        named.Validate();
        var shared = named.Kind == StorageOptions.Embedded ? null : named with { DataFolder = "" };
        if (known is not null && known.SharedStore != shared && known.Processes.Any(process => process.IsRunning))
        {
            throw new CommandFailedException(
                $"{folder}: its services keep what they know in {known.Store}, but Storage__Kind and its companions name {shared?.ToString() ?? known.StoreFolder}. Give recoil down first, or name another folder with --data.");
        }

        return shared;
    }

    /// <summary>The artifacts that the settings name or the services have, or null for those in the folder.</summary>
    private ArtifactOptions? SharedArtifacts(string folder) => environment.Settings.GetSection("Artifacts").GetChildren().Any()
        ? LocalServices.ArtifactsOf(environment.Settings, folder, environment.CurrentFolder)
        : LocalServices.Read(folder)?.SharedArtifacts;

    /// <summary>The broker that the settings name, or null.</summary>
    private TransportOptions? Named()
    {
        if (!Connection.IsNamed(environment))
            return null;
        var named = environment.Settings.Bind("Transport", new TransportOptions());
        named.Validate();
        return named;
    }

    private async Task<LocalServices> ScaleAsync(LocalServices services, string service, CancellationToken stop)
    {
        var there = services.Processes.Where(process => process.Service == service).ToList();
        var wanted = service switch
        {
            ServiceName.Generator => options.Generators,
            ServiceName.Critic => options.Critics,
            _ => 1,
        } ?? Math.Max(1, there.Count);

        for (var number = 1; number <= wanted; number++)
        {
            stop.ThrowIfCancellationRequested();
            if (there.Exists(process => process.Number == number && process.IsRunning))
                continue;
            services = services.StartProcess(service, number);
            await environment.Error.WriteLineAsync($"Starting {services.Processes[^1].Name}.");
        }

        foreach (var process in there.Where(process => process.Number > wanted))
        {
            await environment.Error.WriteLineAsync($"Stopping {process.Name}.");
            services = await services.StopProcessAsync(process, s_stopLimit, stop);
        }

        return services;
    }

    private async Task<int> WriteAsync(IReadOnlyList<(ServiceProcess Process, ServiceHealth Health)> services)
    {
        var table = new TextTable("service", new Column("pid", Right: true), "health", "status", "log");
        foreach (var (process, health) in services)
        {
            table.Add(
                process.Name, process.Pid.ToString(), $"{process.Url}/health/ready",
                new Cell(health.Status.ToLowerInvariant(), health.IsReady ? "green" : "red"), DataFolderName.Short(process.Log, environment));
        }

        table.Write(environment.Out, environment.OutIsTerminal);
        foreach (var (process, health) in services.Where(service => !service.Health.IsReady))
            await environment.Error.WriteLineAsync($"{process.Name} is not healthy: {await WhyAsync(process, health)} See {DataFolderName.Short(process.Log, environment)}, then give recoil up again.");
        return services.All(service => service.Health.IsReady) ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>Its failing health checks, or else the last line of its log.</summary>
    private static async Task<string> WhyAsync(ServiceProcess process, ServiceHealth health)
    {
        if (health.Problems.Length > 0)
            return health.Problems;
        var last = File.Exists(process.Log)
            ? (await File.ReadAllLinesAsync(process.Log)).LastOrDefault(line => !string.IsNullOrWhiteSpace(line))
            : null;
        var state = process.IsRunning ? "it does not answer" : "it has exited";
        return last is null ? $"{state}." : $"{state}; its last log line: {last.Trim().TrimEnd('.')}.";
    }
}
