using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using Recoil.Broker.Testing;
using Recoil.Hosting.Transport.Connecting;
using Recoil.Hosting.Transport.Failures;
using Recoil.Storage;
using Recoil.Storage.Failures;

namespace Recoil.Hosting.Tests.Failures;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_failed_messages_are_collected(ServicesFixture services) : IAsyncLifetime
{
    private readonly string _endpoint = $"collected-{Guid.NewGuid():N}";
    private readonly ScriptedStore _store = new();
    private IConnection _connection = null!;

    private string Queue => $"{_endpoint}_error";

    public async ValueTask InitializeAsync()
    {
        _connection = await RabbitMqConnection.OpenAsync(services.Broker.Transport, "test", CancellationToken.None);
        await using var channel = await _connection.CreateChannelAsync();

        // As every version has declared error queues: a quorum queue without any limit.
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
    }

    public async ValueTask DisposeAsync()
    {
        await using (var channel = await _connection.CreateChannelAsync())
            await channel.QueueDeleteAsync(Queue);
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task Messages_that_were_there_before_and_that_arrive_later_are_stored_once_and_leave_the_queue()
    {
        await PutAsync("first", "second");

        await using var collector = await StartAsync();
        await UntilStoredAsync(2);
        await PutAsync("third");
        await UntilStoredAsync(3);

        await UntilEmptyAsync();
        _store.Bodies.ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task Messages_that_do_not_differ_in_anything_are_all_stored()
    {
        await PutAsync("the same", "the same", "the same");

        await using var collector = await StartAsync();

        await UntilStoredAsync(3);
        await UntilEmptyAsync();
        _store.Bodies.ShouldBe(["the same", "the same", "the same"]);
    }

    [Fact]
    public async Task A_message_outlives_more_returns_than_RabbitMQ_4_allows()
    {
        await PutAsync("survives");
        for (var round = 0; round < 6; round++)
        {
            // Each end of a connection counts; a process that dies with the message in hand is no more than that.
            for (var death = 0; death < 5; death++)
                await TakeAndDieAsync();
            _store.IsAway = true;
            var tries = _store.Tries;
            await using (await StartAsync())
                await Eventually.TrueAsync(() => _store.Tries > tries, () => "the collector to have the message in hand");
        }

        _store.IsAway = false;
        await using var collector = await StartAsync();
        await UntilStoredAsync(1);
        await UntilEmptyAsync();
        _store.Bodies.ShouldBe(["survives"]);
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_stays_and_its_neighbours_go_on()
    {
        _store.Broken = "poison";
        await PutAsync("poison", "good", "better");

        await using (await StartAsync())
        {
            await UntilStoredAsync(2);
            await Eventually.TrueAsync(() => _store.Tries > 4, () => "the message to be tried again");
            _store.Broken = null;
            await UntilStoredAsync(3);
        }

        await UntilEmptyAsync();
        _store.Bodies.ShouldBe(["good", "better", "poison"]);
    }

    [Fact]
    public async Task A_message_waits_for_the_store()
    {
        _store.IsAway = true;
        await PutAsync("waits");
        await using var collector = await StartAsync();
        await Eventually.TrueAsync(() => _store.Tries > 1, () => "the store to be tried again");
        _store.Bodies.ShouldBeEmpty();

        _store.IsAway = false;

        await UntilStoredAsync(1);
        await UntilEmptyAsync();
    }

    private async Task<Running> StartAsync()
    {
        var queues = new ErrorQueues();
        queues.AddEndpoint(_endpoint);
        var collector = new FailedMessageCollector(services.Broker.Transport, queues, _store, TimeProvider.System, NullLogger<FailedMessageCollector>.Instance);
        await collector.StartAsync(CancellationToken.None);
        return new Running(collector);
    }

    private async Task PutAsync(params string[] bodies)
    {
        await using var channel = await _connection.CreateConfirmingChannelAsync(CancellationToken.None);
        foreach (var body in bodies)
            await channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(body));
    }

    private async Task TakeAndDieAsync()
    {
        await using var connection = await RabbitMqConnection.OpenAsync(services.Broker.Transport, "dies", CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.TrueAsync(async () => await channel.BasicGetAsync(Queue, autoAck: false) is not null, () => "the message to be back");
    }

    private Task UntilStoredAsync(int count) => Eventually.TrueAsync(() => _store.Bodies.Count == count, () => $"{count} messages to be stored, not {_store.Bodies.Count}");

    private async Task UntilEmptyAsync()
    {
        await using var channel = await _connection.CreateChannelAsync();
        await Eventually.TrueAsync(async () => (await channel.QueueDeclarePassiveAsync(Queue)).MessageCount == 0, () => "the queue to be empty");
    }

    private sealed class Running(FailedMessageCollector collector) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await collector.StopAsync(CancellationToken.None);
            collector.Dispose();
        }
    }

    /// <summary>A store that can be away, or be broken by one message.</summary>
    private sealed class ScriptedStore : IFailedMessages
    {
        private readonly ConcurrentDictionary<Guid, string> _ids = new();
        private readonly ConcurrentQueue<string> _bodies = new();
        private int _tries;

        public volatile bool IsAway;
        public volatile string? Broken;

        public int Tries => Volatile.Read(ref _tries);

        public IReadOnlyList<string> Bodies => [.. _bodies];

        public Task<bool> TryAddAsync(FailedMessage message, FailedMessageContent content, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _tries);
            var body = Encoding.UTF8.GetString(content.Body.Span);
            if (IsAway)
                throw new StorageUnavailableException("The store is on holiday.");
            if (body == Broken)
                throw new InvalidOperationException("This message breaks the store.");
            var isNew = _ids.TryAdd(message.Id, body);
            if (isNew)
                _bodies.Enqueue(body);
            return Task.FromResult(isNew);
        }

        public Task<IReadOnlyList<FailedMessage>> ListAsync(FailedMessagePosition? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<FailedMessage?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<FailedMessageContent?> ReadAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
