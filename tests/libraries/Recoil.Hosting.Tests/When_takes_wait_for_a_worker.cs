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

    [Fact]
    public async Task Should_cost_no_attempt_however_much_longer_than_the_timeout_they_wait()
    {
        var transport = await services.StartApartAsync("backlog", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Shots__GenerationTimeout"] = "00:00:06",
            ["Generator__RemoteConcurrency"] = "1",
        });
        var ended = new ConcurrentDictionary<string, ShotCompleted>(StringComparer.Ordinal);
        using var planner = await PlannerAsync(transport);
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

        // Half a minute of work for one worker.
        for (var i = 0; i < 20; i++)
        {
            await planner.Services.GetRequiredService<IBus>().Publish(new ShotRequested
            {
                Project = "backlog",
                RunId = "r1",
                ShotId = string.Create(CultureInfo.InvariantCulture, $"SH{i:D3}"),
                Prompt = "Wide shot. The harbour at first light.",
                Model = "rehearsal",
                EpisodeCap = 10,
                ShotCap = 1,
                ProviderOptions = Latency("1500"),
            });
        }

        await Eventually.TrueAsync(() => ended.Count == 20, () => $"20 shots; {ended.Count} have ended", s_limit);
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

    private static async Task<IHost> PlannerAsync(TransportOptions transport)
    {
        var planner = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.AddRabbitMqBus(transport, _ => { }))
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
}
