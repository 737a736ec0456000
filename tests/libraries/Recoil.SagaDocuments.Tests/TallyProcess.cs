using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recoil.Hosting.Transport;
using Recoil.Storage.Embedded;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments.Tests;

/// <summary>What a process with the tally saga is: a bus of its own, on a store that outlives it.</summary>
/// <remarks>Time stands still until a test moves it.</remarks>
internal sealed class TallyProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private readonly IHost _host;
    private readonly Deliveries _deliveries;

    /// <summary>The message that the transport never takes.</summary>
    public Guid? Unsendable { set => _deliveries.Unsendable = value; }

    /// <summary>What the transport fails with.</summary>
    public Exception Failure { set => _deliveries.Failure = value; }

    /// <summary>The kinds of what was sent, in the order in which the transport took it.</summary>
    public IReadOnlyCollection<string> Sent => _deliveries.Sent;

    /// <summary>So many deliveries fail from now on.</summary>
    public int FailuresLeft { set => _deliveries.FailuresLeft = value; }

    /// <summary>How many deliveries have failed.</summary>
    public int Failures => Volatile.Read(ref _deliveries.Failures);

    /// <summary>From now on the transport takes messages.</summary>
    public void SendsAgain() => _deliveries.FailuresLeft = 0;

    private TallyProcess(IHost host)
    {
        _host = host;
        _deliveries = host.Services.GetRequiredService<Deliveries>();
    }

    public static async Task<TallyProcess> StartAsync(
        string dataFolder, FakeTimeProvider time, bool transportKeepsMessages = false, int failDeliveries = 0, SagaDocumentOptions? options = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var deliveries = new Deliveries { FailuresLeft = failDeliveries };
        // MassTransit keeps the first logger factory of the process; it must not be disposed with one host.
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(deliveries);
        builder.Services.AddSingleton(options ?? new SagaDocumentOptions { TransportKeepsMessages = transportKeepsMessages });
        builder.Services.AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = dataFolder }).AddSagaDocuments<Tally>("tally");
        builder.Services.AddMassTransit(bus =>
        {
            bus.ConfigureRecoil();
            bus.AddSagaStateMachine<TallyMachine, Tally, TallyEndpoint>().DocumentRepository();
            bus.AddConsumer<AddedWatcher>();
            bus.UsingInMemory((context, transport) =>
            {
                transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
                transport.ConfigureSend(send => send.UseExecute(deliveries.BeforeSend));
                transport.ConfigureEndpoints(context);
            });
        });
        var host = builder.Build();
        await host.StartAsync();
        return new TallyProcess(host);
    }

    /// <summary>Counts heard, with the ids they were sent under.</summary>
    public IReadOnlyCollection<(Guid MessageId, Added Message)> Heard => _deliveries.Heard;

    public SagaDocumentSweeper<Tally> Sweeper => _host.Services.GetRequiredService<SagaDocumentSweeper<Tally>>();

    public ISetAsideSagas SetAside => _host.Services.GetRequiredService<ISetAsideSagas>();

    public IMeterFactory Meters => _host.Services.GetRequiredService<IMeterFactory>();

    public Task SendAsync<T>(T message, Guid? messageId = null) where T : class =>
        _host.Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = messageId ?? context.MessageId);

    public Task<SagaDocument<Tally>?> LoadAsync(Guid id) =>
        _host.Services.GetRequiredService<ISagaDocumentStore<Tally>>().LoadAsync(id, default);

    public async Task InsertAsync(SagaDocument<Tally> document) =>
        (await _host.Services.GetRequiredService<ISagaDocumentStore<Tally>>().TryInsertAsync(document, default)).ShouldBeTrue();

    public async Task<SagaDocument<Tally>> UntilAsync(Guid id, Func<SagaDocument<Tally>, bool> fits)
    {
        SagaDocument<Tally>? last = null;
        await UntilAsync(async () => (last = await LoadAsync(id)) is { } document && fits(document), () => $"document: {System.Text.Json.JsonSerializer.Serialize(last)}");
        return last!;
    }

    public static Task UntilAsync(Func<Task<bool>> fits, Func<string> last) => Eventually.TrueAsync(fits, last, s_limit);

    public Task UntilHeardAsync(int distinct) => UntilAsync(
        () => Task.FromResult(Heard.Select(h => h.MessageId).Distinct().Count() >= distinct),
        () => $"heard {string.Join(", ", Heard)}");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Watches what a saga says reach the transport, and can be told to fail there.</summary>
    internal sealed class Deliveries
    {
        public ConcurrentQueue<(Guid MessageId, Added Message)> Heard { get; } = new();

        public ConcurrentQueue<string> Sent { get; } = new();

        public int FailuresLeft;

        public int Failures;

        public Guid? Unsendable;

        public Exception Failure = new InvalidOperationException("The transport is away.");

        public void BeforeSend(SendContext context)
        {
            // A captured message comes as a stored envelope; everything else is the test's own.
            if (context is SendContext<StoredEnvelope> stored && stored.Message.MessageId == Unsendable)
                throw new InvalidOperationException("No transport takes this message.");
            if (context is SendContext<StoredEnvelope> && Interlocked.Decrement(ref FailuresLeft) >= 0)
            {
                Interlocked.Increment(ref Failures);
                throw Failure;
            }

            if (context is SendContext<StoredEnvelope>)
                Sent.Enqueue(context.DestinationAddress!.AbsolutePath.Split(':', '/')[^1]);
        }
    }

    private sealed class AddedWatcher(Deliveries deliveries) : IConsumer<Added>
    {
        public Task Consume(ConsumeContext<Added> context)
        {
            deliveries.Heard.Enqueue((context.MessageId!.Value, context.Message));
            return Task.CompletedTask;
        }
    }
}
