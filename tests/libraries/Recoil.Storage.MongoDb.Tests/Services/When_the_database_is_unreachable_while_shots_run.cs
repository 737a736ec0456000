using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local;
using Recoil.Local.Processes;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Takes;
using Recoil.Storage.MongoDb.Tests.Outages;

namespace Recoil.Storage.MongoDb.Tests.Services;

/// <summary>Five real services on a real broker, and a database that is cut off in the midst of it.</summary>
[Needs(Need.Broker)]
public sealed class When_the_database_is_unreachable_while_shots_run : IAsyncLifetime
{
    private const string Project = "outage";
    private const int Shots = 16;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly BrokerFixture _broker = new();
    private readonly ConcurrentDictionary<string, ShotCompleted> _ended = new(StringComparer.Ordinal);
    private MongoDbStoreOptions? _options;
    private LocalServices? _services;

    private CuttingProxy? Proxy { get; set; }

    public async ValueTask InitializeAsync()
    {
        _options = await TestServer.OptionsAsync();
        Proxy = new CuttingProxy(_options.ConnectionString);
        await _broker.InitializeAsync();
        var folder = TestFolder.Of("services");
        if (LocalServices.Read(folder) is { } leftBehind)
            await leftBehind.StopAsync(CancellationToken.None);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        _services = new LocalServices
        {
            DataFolder = folder,
            Transport = _broker.Transport,
            OwnsBroker = false,
            SharedStore = new StorageOptions { Kind = StorageOptions.MongoDb, ConnectionString = Proxy.ConnectionString, Database = _options.Database },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.StopAsync(CancellationToken.None);
        await _broker.DisposeAsync();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        if (_options is not null)
            await TestServer.DropAsync(_options);
    }

    [Fact]
    public async Task Every_shot_ends_accepted_nothing_is_bought_twice_and_no_message_is_given_up()
    {
        // Away from the start: the services come up nevertheless, and say that they are not ready.
        Proxy!.Refuse();
        foreach (var service in ServiceName.All)
            _services = _services!.StartProcess(service, 1, new Dictionary<string, string>(StringComparer.Ordinal) { ["Logging__Format"] = "text" });
        var processes = _services!.Processes;
        await UntilAsync(async () => (await HealthAsync(processes)).All(health => health is { IsReady: false, Problems: var problems } && problems.Contains("MongoDB at 127.0.0.1", StringComparison.Ordinal)));
        Proxy.Admit();
        await UntilAsync(async () => (await HealthAsync(processes)).All(health => health.IsReady));

        using var planner = await PlanAsync();
        await UntilAsync(() => Task.FromResult(_ended.Count >= 3));

        // Longer than any endpoint used to repeat, and the shot's questions are asked again meanwhile.
        Proxy.Refuse();
        await UntilAsync(async () => (await HealthAsync(processes)).All(health => !health.IsReady));
        var endedBefore = _ended.Count;
        await Task.Delay(TimeSpan.FromSeconds(25));
        endedBefore.ShouldBeLessThan(Shots);
        Proxy.Admit();

        await UntilAsync(() => Task.FromResult(_ended.Count == Shots));
        await planner.StopAsync();
        _ended.Values.Select(shot => shot.Status).ShouldAllBe(status => status == ShotStatus.Ok);
        processes.ShouldAllBe(process => process.IsRunning);
        await UntilAsync(async () => (await HealthAsync(processes)).All(health => health.IsReady));
        await AccountShouldAddUpAsync();
        await NoMessageShouldBeGivenUpAsync();
        foreach (var process in processes)
            (await File.ReadAllTextAsync(process.Log)).ShouldNotContain("Could not handle");
    }

    private async Task<IHost> PlanAsync()
    {
        var planner = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true).AddRabbitMqBus(_broker.Transport, _ => { }))
            .Build();
        await planner.StartAsync();
        var bus = planner.Services.GetRequiredService<IBusControl>();
        var dashboard = bus.ConnectReceiveEndpoint("dashboard-of-the-outage", endpoint =>
        {
            endpoint.ConfigureMessageTopology<ShotCompleted>(enabled: false);
            var queue = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            queue.AutoDelete = true;
            queue.Bind<ShotCompleted>(binding => binding.RoutingKey = $"{Project}.*");
            endpoint.Handler<ShotCompleted>(context =>
            {
                _ended.TryAdd(context.Message.ShotId, context.Message).ShouldBeTrue();
                return Task.CompletedTask;
            });
        });
        await dashboard.Ready;
        for (var i = 0; i < Shots; i++)
        {
            await bus.Publish(new ShotRequested
            {
                Project = Project,
                RunId = "r1",
                ShotId = $"s{i}",
                Prompt = $"Wide shot {i}. The harbour at first light.",
                Model = "animatic-keyframe",
                EpisodeCap = 10,
                ShotCap = 1,
            });
        }

        return planner;
    }

    /// <summary>What the shots cost is what the account holds and what the takes cost, and there was one take a shot.</summary>
    private async Task AccountShouldAddUpAsync()
    {
        using var store = new MongoDbStore(_options!);
        var (account, cost) = (ShotIdentity.BudgetScopeOf(Project, "r1"), _ended.Values.Sum(shot => shot.CostUsd));
        var ledger = new MongoBudgetLedger(store, TimeProvider.System);
        await UntilAsync(async () => await ledger.GetAsync(account, default) == new AccountBalance(cost, 0, 0));
        (await new MongoTakeLedger(store).TotalAsync(account, default)).ShouldBe((Shots, KnownCost.Reported(cost)));
    }

    private async Task NoMessageShouldBeGivenUpAsync()
    {
        var listed = await _broker.ControlAsync("list_queues", "--no-table-headers", "-p", _broker.Transport.VirtualHost, "name", "messages");
        var errors = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("_error\t", StringComparison.Ordinal)).ToList();
        errors.Count.ShouldBe(ServiceName.All.Count + 1);
        errors.ShouldAllBe(line => line.EndsWith("\t0", StringComparison.Ordinal));
        using var store = new MongoDbStore(_options!);
        (await new MongoFailedMessages(store).ListAsync(null, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    private static Task<ServiceHealth[]> HealthAsync(IEnumerable<ServiceProcess> processes) =>
        Task.WhenAll(processes.Select(process => process.HealthAsync(CancellationToken.None)));

    private static Task UntilAsync(Func<Task<bool>> holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string? what = null) =>
        Eventually.TrueAsync(holds, () => what!, s_limit);
}
