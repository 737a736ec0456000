using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Hosting.Tests.Telemetry;

/// <summary>
/// The five services with a collector, after they were asked for a shot by a planner that knows nothing of .NET, and for a run with
/// one shot. They have stopped, so everything they had to say is said.
/// </summary>
public sealed class TracedShot(ServicesFixture services) : IAsyncLifetime
{
    public const string Project = "traced";
    public const string ShotId = "SH010";

    /// <summary>A word that stands nowhere but in the prompt.</summary>
    public const string Marker = "zyzzyva7341";
    public const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    public const string PlannerSpan = "00f067aa0ba902b7";
    public const string RunTraceId = "0af7651916cd43dd8448eb211c80319c";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private TransportOptions _transport = null!;

    internal Collector Collector { get; private set; } = null!;

    internal IReadOnlyDictionary<string, ShotCompleted> Ended { get; private set; } = null!;

    /// <summary>What each service wrote, line by line.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Logs { get; private set; } = null!;

    internal IReadOnlyList<CollectedSpan> Spans => [.. Collector.Spans.Where(span => span.TraceId == TraceId)];

    internal string Password => _transport.Password;

    public async ValueTask InitializeAsync()
    {
        Collector = await Collector.StartAsync();
        _transport = await services.StartApartAsync("traced", Collector.Settings);
        Ended = await AskAsync();
        await services.Services.StopAsync(CancellationToken.None);
        Logs = services.Services.Processes.ToDictionary(
            process => process.Service, process => (IReadOnlyList<string>)File.ReadAllLines(process.Log), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await services.StartSharedAsync();
        await Collector.DisposeAsync();
    }

    private async Task<IReadOnlyDictionary<string, ShotCompleted>> AskAsync()
    {
        var shot = new TaskCompletionSource<ShotCompleted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shotOfRun = new TaskCompletionSource<ShotCompleted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var dashboard = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.AddRabbitMqBus(_transport, _ => { }))
            .Build();
        await dashboard.StartAsync();
        var endpoint = dashboard.Services.GetRequiredService<IBusControl>().ConnectReceiveEndpoint("dashboard-of-traces", configure =>
        {
            configure.ConfigureMessageTopology<ShotCompleted>(enabled: false);
            var queue = (IRabbitMqReceiveEndpointConfigurator)configure;
            queue.AutoDelete = true;
            queue.Bind<ShotCompleted>(binding => binding.RoutingKey = $"{Project}.*");
            configure.Handler<ShotCompleted>(context =>
            {
                (context.Message.RunId.Length == 0 ? shot : shotOfRun).TrySetResult(context.Message);
                return Task.CompletedTask;
            });
            configure.Handler<RunCompleted>(context =>
            {
                if (context.Message.Project == Project)
                    run.TrySetResult();
                return Task.CompletedTask;
            });
        });
        await endpoint.Ready;

        // Nobody can read this one, whose body should be an object.
        await PublishAsync("ShotRequested", $"00-{RunTraceId}-{PlannerSpan}-01", "no shot");

        // The same defect in every take: after two attempts of two takes each a person is asked.
        await PublishAsync("ShotRequested", $"00-{TraceId}-{PlannerSpan}-01", new
        {
            project = Project,
            shotId = ShotId,
            prompt = $"Wide shot. The harbour at first light, {Marker}.",
            model = "animatic-keyframe",
            episodeCap = 1,
            shotCap = 1,
            providerOptions = new { defects = "grid*" },
        });
        await PublishAsync("RunRequested", $"00-{RunTraceId}-{PlannerSpan}-01", new
        {
            project = Project,
            runId = "r1",
            model = "animatic-keyframe",
            episodeCap = 1,
            shotCap = 1,
            shots = new[] { new { shotId = ShotId, prompt = "Wide shot. The quay." } },
        });
        await run.Task.WaitAsync(s_limit);
        var ended = new Dictionary<string, ShotCompleted>(StringComparer.Ordinal)
        {
            ["alone"] = await shot.Task.WaitAsync(s_limit),
            ["of the run"] = await shotOfRun.Task.WaitAsync(s_limit),
        };
        await dashboard.StopAsync();
        return ended;
    }

    private async Task PublishAsync(string type, string traceParent, object message)
    {
        var transport = _transport;
        var factory = new ConnectionFactory
        {
            HostName = transport.Host,
            Port = transport.Port,
            VirtualHost = transport.VirtualHost,
            UserName = transport.Username,
            Password = transport.Password,
        };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var envelope = JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageId = Guid.NewGuid(),
            messageType = new[] { $"urn:message:Recoil.Contracts:{type}" },
            sentTime = DateTimeOffset.UtcNow,
            message,
        });
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["traceparent"] = Encoding.ASCII.GetBytes(traceParent) },
        };
        await channel.BasicPublishAsync($"Recoil.Contracts:{type}", "", mandatory: false, properties, envelope);
    }
}
