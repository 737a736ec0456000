using System.Collections.Concurrent;
using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Local.Processes;
using Recoil.Storage.Takes;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_takes_wait_for_a_worker(ServicesFixture services) : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await services.StartSharedAsync();

    [Theory]
    [InlineData(20, 1, 1500, true)]
    [InlineData(1000, 8, 250, false)]
    public async Task Should_cost_no_attempt_however_much_longer_than_the_timeout_they_wait(int shots, int places, int latency, bool isCriticReal)
    {
        var transport = await services.StartApartAsync("backlog", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Shots__GenerationTimeout"] = "00:00:06",
            ["Generator__RemoteConcurrency"] = places.ToString(CultureInfo.InvariantCulture),
        }, isCriticReal ? null : [.. ServiceName.All.Where(service => service != ServiceName.Critic)]);
        var ended = new ConcurrentDictionary<string, ShotCompleted>(StringComparer.Ordinal);
        using var planner = await PlannerAsync(transport, bus =>
        {
            if (!isCriticReal)
                bus.AddConsumer<EasyCritic>().Endpoint(endpoint => endpoint.Name = EndpointNames.Critic);
        });
        var dashboard = planner.Services.GetRequiredService<IBusControl>().ConnectReceiveEndpoint("dashboard-of-the-backlog", endpoint =>
        {
            endpoint.BindAllTopics<ShotCompleted>();
            endpoint.Handler<ShotCompleted>(context =>
            {
                ended[context.Message.ShotId] = context.Message;
                return Task.CompletedTask;
            });
        });
        await dashboard.Ready;

        // Half a minute of work.
        foreach (var part in Enumerable.Range(0, shots).Chunk(50))
        {
            await Task.WhenAll(part.Select(i => planner.Services.GetRequiredService<IBus>().Publish(new ShotRequested
            {
                Project = "backlog",
                RunId = "r1",
                ShotId = string.Create(CultureInfo.InvariantCulture, $"SH{i:D4}"),
                Prompt = "Wide shot. The harbour at first light.",
                Model = "rehearsal",
                EpisodeCap = 1000,
                ShotCap = 1,
                ProviderOptions = Latency(latency.ToString(CultureInfo.InvariantCulture)),
            })));
        }

        await Eventually.TrueAsync(() => ended.Count == shots, () => $"{shots} shots; {ended.Count} have ended", s_limit);
        ended.Values.ShouldAllBe(shot => shot.Status == ShotStatus.Ok && shot.Attempts == 1 && shot.Takes == 1);
        await planner.StopAsync();
    }

    [Fact]
    public async Task Should_take_little_memory_while_a_thousand_jobs_are_outstanding_at_a_remote_provider()
    {
        var transport = await services.StartApartAsync("outstanding", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Generator__RemoteConcurrency"] = "1000",
        });
        using var planner = await PlannerAsync(transport);
        var endpoint = await planner.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:generator"));
        var takes = Enumerable.Range(0, 1000).Select(_ => Take()).ToList();
        foreach (var part in takes.Chunk(50))
            await Task.WhenAll(part.Select(take => endpoint.Send(take)));

        await using var store = new ServiceCollection().AddLogging().AddStore(services.Services.Store).BuildServiceProvider();
        var ledger = store.GetRequiredService<ITakeLedger>();
        async Task<int> SubmittedAsync() => (await Task.WhenAll(takes.Select(take => ledger.FindAsync(take.TakeId, default)))).Count(take => take?.State == TakeState.Submitted);
        await Eventually.TrueAsync(async () => await SubmittedAsync() == takes.Count, () => "a thousand outstanding jobs", s_limit);

        var generator = services.Services.Processes.Single(process => process.Service == ServiceName.Generator);
        ResidentMegabytes(generator.Pid).ShouldBeLessThan(300);
        await planner.StopAsync();
    }

    [Fact]
    public async Task Should_never_pass_what_the_account_of_the_provider_allows_to_all_workers_together()
    {
        const int Workers = 3, Jobs = 4, Submits = 14, Takes = 20;
        var latency = TimeSpan.FromMilliseconds(700);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Generator__Accounts__rehearsal__Jobs"] = Jobs.ToString(CultureInfo.InvariantCulture),
            ["Generator__Accounts__rehearsal__SubmitsPerMinute"] = Submits.ToString(CultureInfo.InvariantCulture),
        };
        var transport = await services.StartApartAsync("account", settings, []);
        for (var worker = 1; worker <= Workers; worker++)
            await services.StartMoreAsync(ServiceName.Generator, settings, worker);
        using var planner = await PlannerAsync(transport);
        var endpoint = await planner.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:generator"));
        var takes = Enumerable.Range(0, Takes).Select(_ => Take() with { ProviderOptions = Latency(latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)) }).ToList();
        await Task.WhenAll(takes.Select(take => endpoint.Send(take)));

        await using var store = new ServiceCollection().AddLogging().AddStore(services.Services.Store).BuildServiceProvider();
        var ledger = store.GetRequiredService<ITakeLedger>();
        async Task<List<TakeRecord>> EndedAsync() =>
            [.. (await Task.WhenAll(takes.Select(take => ledger.FindAsync(take.TakeId, default)))).OfType<TakeRecord>().Where(take => take.State == TakeState.Ended)];
        await Eventually.TrueAsync(async () => (await EndedAsync()).Count == Takes, () => "the end of every take", s_limit);

        // The provider's count: its jobs' ids tell when they were submitted, and they last for their latency.
        var submitted = (await EndedAsync()).Select(take => SubmittedAt(take.ProviderJob.ShouldNotBeNull())).Order().ToList();
        submitted.Max(at => submitted.Count(other => other <= at && at < other + latency)).ShouldBe(Jobs, "as many as allowed, and no more");
        submitted.Max(at => submitted.Count(other => other <= at && at < other + TimeSpan.FromMinutes(1))).ShouldBe(Submits, "as many as allowed, and no more");
        await planner.StopAsync();
    }

    [Fact]
    public async Task Should_begin_a_small_run_within_two_takes_time_although_thousands_wait_before_it()
    {
        const int Places = 2, Before = 2000, Small = 10;
        var transport = await services.StartApartAsync(
            "turns", new Dictionary<string, string>(StringComparer.Ordinal) { ["Generator__RemoteConcurrency"] = Places.ToString(CultureInfo.InvariantCulture) }, [ServiceName.Generator]);
        using var planner = await PlannerAsync(transport);
        var endpoint = await planner.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:generator"));
        await using var store = new ServiceCollection().AddLogging().AddStore(services.Services.Store).BuildServiceProvider();
        var ledger = store.GetRequiredService<ITakeLedger>();
        async Task<List<TakeRecord>> FindAsync(IEnumerable<GenerateTake> takes) => [.. (await Task.WhenAll(takes.Select(take => ledger.FindAsync(take.TakeId, default)))).OfType<TakeRecord>()];

        var large = Enumerable.Range(0, Before).Select(_ => Take() with { RunId = "large", ProviderOptions = Latency("300") }).ToList();
        foreach (var part in large.Chunk(100))
            await Task.WhenAll(part.Select(take => endpoint.Send(take)));
        await Eventually.TrueAsync(async () => (await FindAsync(large)).Count == Before, () => "the large run to wait", s_limit);

        var small = Enumerable.Range(0, Small).Select(_ => Take() with { RunId = "small", ProviderOptions = Latency("300") }).ToList();
        await Task.WhenAll(small.Select(take => endpoint.Send(take)));
        await Eventually.TrueAsync(async () => (await FindAsync(small)).Count(take => take.SubmittingAt is not null) == Small, () => "the small run to begin", s_limit);

        var began = (await FindAsync(small)).Select(take => take.SubmittingAt!.Value).Order().ToList();
        var waited = (await FindAsync(small)).Min(take => take.QueuedAt);
        var others = (await FindAsync(large)).Select(take => take.SubmittingAt).OfType<DateTimeOffset>().Where(at => at > waited).ToList();
        others.Count(at => at < began[0]).ShouldBeLessThanOrEqualTo(2 * Places, "the small run gets a place within two takes' time");
        others.Count(at => at < began[^1]).ShouldBeLessThanOrEqualTo(Small + (2 * Places), "and every other place after that");
        await planner.StopAsync();
    }

    private static DateTimeOffset SubmittedAt(string job) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(job.Split('-')[2], CultureInfo.InvariantCulture));

    private static async Task<IHost> PlannerAsync(TransportOptions transport, Action<IBusRegistrationConfigurator>? consume = null)
    {
        var planner = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.AddRabbitMqBus(transport, consume ?? (_ => { })))
            .Build();
        await planner.StartAsync();
        return planner;
    }

    private static GenerateTake Take() => new()
    {
        CorrelationId = Guid.NewGuid(),
        TakeId = Guid.NewGuid(),
        Project = "outstanding",
        ShotId = "SH010",
        Attempt = 1,
        Take = 1,
        Ordinal = 1,
        Operation = Operation.ImageT2i,
        Prompt = "Wide shot. The harbour at first light.",
        Model = "rehearsal",
        AspectRatio = "9:16",
        Seed = 1,
        ProviderOptions = Latency("600000"),
    };

    private static Dictionary<string, string> Latency(string milliseconds) => new(StringComparer.Ordinal) { ["latency_ms"] = milliseconds };

    private static double ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Looks at nothing: looking at a thousand pictures takes longer than a test should.</summary>
    private sealed class EasyCritic : IConsumer<CritiqueTake>
    {
        public Task Consume(ConsumeContext<CritiqueTake> context) => context.Publish(new CriticVerdict
        {
            CorrelationId = context.Message.CorrelationId,
            TakeId = context.Message.TakeId,
            Success = true,
            Gate = new GateVerdict { Passed = true },
            Score = 1,
        });
    }
}
