using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Tests.Malformed;
using Recoil.Hosting.Transport;
using Recoil.Storage;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_the_store_is_unreachable(ServicesFixture services)
{
    private const string Queue = "store-is-away";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Should_hold_messages_beyond_every_limit_and_handle_each_once_when_it_is_back()
    {
        var store = new AwayStore();
        using var service = await StartAsync(store);
        var messages = Enumerable.Range(0, 10).Select(_ => Reservation()).ToList();
        foreach (var message in messages)
            await SendAsync(service, message);

        // More often than a message may come back, and than any endpoint repeats.
        (await RawBroker.UntilAsync(() => store.Tries.Count == 10 && store.Tries.Values.Min() > 6, s_limit)).ShouldBeTrue();
        store.IsBack = true;

        (await RawBroker.UntilAsync(() => store.Handled.Count >= 10, s_limit)).ShouldBeTrue();
        store.Handled.Order().ShouldBe(messages.Select(message => message.ReservationId).Order());
        store.Faults.ShouldBeEmpty();
        await service.StopAsync();
        (await CountAsync($"{Queue}_error")).ShouldBe(0u);
        store.Log.Count(line => line.Contains("Messages wait until it answers", StringComparison.Ordinal)).ShouldBe(1);
        store.Log.ShouldContain(line => line.StartsWith("The store answers again after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_give_messages_back_at_once_when_it_stops_and_the_next_process_handles_them()
    {
        var store = new AwayStore();
        var message = Reservation();
        using (var first = await StartAsync(store))
        {
            await SendAsync(first, message);
            (await RawBroker.UntilAsync(() => store.Tries.GetValueOrDefault(message.ReservationId) > 5, s_limit)).ShouldBeTrue();
            await first.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));
        }

        store.Log.ShouldNotContain(line => line.StartsWith("Could not handle", StringComparison.Ordinal));
        store.IsBack = true;
        using var second = await StartAsync(store);

        (await RawBroker.UntilAsync(() => store.Handled.Contains(message.ReservationId), s_limit)).ShouldBeTrue();
        store.LastDeliveryCount.ShouldBeLessThanOrEqualTo(1, "RabbitMQ 4 does not even count it");
        await second.StopAsync();
    }

    [Fact]
    public async Task Should_give_messages_back_before_the_broker_takes_them_and_take_them_again()
    {
        var (store, time) = (new AwayStore(), new FakeTimeProvider());
        var message = Reservation();
        using var service = await StartAsync(store, time);
        await SendAsync(service, message);

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return store.Redelivered >= 2;
            },
            () => "the message to come again twice");
        store.IsBack = true;
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return store.Handled.Contains(message.ReservationId);
            },
            () => "the message to be handled");

        store.Faults.ShouldBeEmpty();
        await service.StopAsync();
        (await CountAsync($"{Queue}_error")).ShouldBe(0u);
    }

    private async Task<IHost> StartAsync(AwayStore store, TimeProvider? time = null)
    {
        var host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders().AddProvider(store))
            .ConfigureServices(s => s.AddSingleton(time ?? TimeProvider.System).AddSingleton(store).Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true).AddRabbitMqBus(services.Broker.Transport with { DeliveryLimit = 3 }, bus =>
            {
                bus.AddConsumer<AwayConsumer, AwayEndpoint>();
                bus.AddConsumer<FaultConsumer>().Endpoint(endpoint => endpoint.Name = $"{Queue}-faults");
            }))
            .Build();
        await host.StartAsync();
        return host;
    }

    private static async Task SendAsync(IHost service, ReserveBudget message) =>
        await (await service.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{Queue}"))).Send(message);

    private async Task<uint> CountAsync(string queue)
    {
        var transport = services.Broker.Transport;
        var factory = new ConnectionFactory { HostName = transport.Host, Port = transport.Port, VirtualHost = transport.VirtualHost, UserName = transport.Username, Password = transport.Password };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    private static ReserveBudget Reservation() => new()
    {
        CorrelationId = Guid.NewGuid(),
        ReservationId = Guid.NewGuid(),
        Scope = "p/r",
        Estimate = 0.5m,
        EpisodeCap = 1,
        ShotSpent = 0,
        ShotCap = 1,
        Lease = TimeSpan.FromMinutes(1),
    };

    /// <summary>A store that cannot be used until it is back; also hears what the service logs.</summary>
    private sealed class AwayStore : ILoggerProvider, ILogger
    {
        public volatile bool IsBack;
        public volatile int LastDeliveryCount;
        private readonly ConcurrentDictionary<Guid, bool> _deliveries = new();

        /// <summary>How often a message came again.</summary>
        public int Redelivered => _deliveries.Count - 1;

        public void Delivered(Guid delivery) => _deliveries.TryAdd(delivery, true);

        public ConcurrentDictionary<Guid, int> Tries { get; } = new();

        public ConcurrentQueue<Guid> Handled { get; } = new();

        public ConcurrentQueue<Guid> Faults { get; } = new();

        public ConcurrentQueue<string> Log { get; } = new();

        public void Write(Guid id)
        {
            Tries.AddOrUpdate(id, 1, (_, tries) => tries + 1);
            if (!IsBack)
                throw new StorageUnavailableException("The store is on holiday.");
            Handled.Enqueue(id);
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Log.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }

    private sealed class AwayConsumer(AwayStore store) : IConsumer<ReserveBudget>
    {
        public Task Consume(ConsumeContext<ReserveBudget> context)
        {
            store.Delivered(context.ReceiveContext.GetOrAddPayload(() => new Delivery(Guid.NewGuid())).Id);
            store.LastDeliveryCount = context.ReceiveContext.TransportHeaders.Get<int>("x-delivery-count") ?? 0;
            store.Write(context.Message.ReservationId);
            return Task.CompletedTask;
        }
    }

    private sealed record Delivery(Guid Id);

    private sealed class AwayEndpoint : ConsumerDefinition<AwayConsumer>
    {
        public AwayEndpoint()
        {
            EndpointName = Queue;
            ConcurrentMessageLimit = 10;
        }

        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<AwayConsumer> consumerConfigurator, IRegistrationContext context)
        {
            ((IRabbitMqReceiveEndpointConfigurator)endpointConfigurator).ConfigureConsumeTopology = false;
            consumerConfigurator.UseMessageRetry(retry =>
            {
                retry.Ignore<StorageUnavailableException>();
                retry.Immediate(2);
            });
        }
    }

    private sealed class FaultConsumer(AwayStore store) : IConsumer<Fault<ReserveBudget>>
    {
        public Task Consume(ConsumeContext<Fault<ReserveBudget>> context)
        {
            store.Faults.Enqueue(context.Message.Message.ReservationId);
            return Task.CompletedTask;
        }
    }
}
