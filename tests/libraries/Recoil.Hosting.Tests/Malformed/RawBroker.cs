using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Failures;
using Recoil.Storage.Failures;

namespace Recoil.Hosting.Tests.Malformed;

/// <summary>The broker without MassTransit: bytes in, and what the services put aside.</summary>
internal sealed class RawBroker : IAsyncDisposable
{
    private const string Number = "malformed-number";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly IChannel _reading;
    private readonly ConcurrentDictionary<int, string> _refused = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _watching = Task.CompletedTask;
    private int _sent;

    private RawBroker(IConnection connection, IChannel publishing, IChannel reading) =>
        (_connection, _publishing, _reading) = (connection, publishing, reading);

    /// <summary>The endpoint that put each message aside, by its number.</summary>
    public IReadOnlyDictionary<int, string> Refused => _refused;

    public static async Task<RawBroker> ConnectAsync(TransportOptions transport)
    {
        var factory = new ConnectionFactory
        {
            HostName = transport.Host,
            Port = transport.Port,
            VirtualHost = transport.VirtualHost,
            UserName = transport.Username,
            Password = transport.Password,
        };
        var connection = await factory.CreateConnectionAsync();
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        return new RawBroker(connection, await connection.CreateChannelAsync(confirmed), await connection.CreateChannelAsync());
    }

    /// <summary>Looks from now on which messages the services have put aside into their store.</summary>
    public void WatchFailures(StorageOptions storage) => _watching = WatchAsync(storage);

    private async Task WatchAsync(StorageOptions storage)
    {
        await using var services = new ServiceCollection().AddLogging().AddStore(storage).BuildServiceProvider();
        var failed = services.GetRequiredService<IFailedMessages>();
        var seen = new HashSet<Guid>();
        while (!_closing.IsCancellationRequested)
        {
            foreach (var message in await failed.ListAsync(after: null, limit: 100_000, CancellationToken.None))
            {
                if (!seen.Add(message.Id))
                    continue;
                var content = (await failed.ReadAsync(message.Id, CancellationToken.None)).ShouldNotBeNull();
                if (AmqpPropertiesJson.Read(content.Properties.Span).Headers?.TryGetValue(Number, out var number) == true)
                    _refused[Convert.ToInt32(Encoding.UTF8.GetString((byte[])number!), CultureInfo.InvariantCulture)] = message.Queue[..message.Queue.LastIndexOf('_')];
            }

            await Task.Delay(s_pause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Hears every end of a shot of a project.</summary>
    public async Task<ConcurrentQueue<string>> HearEndsAsync(string project)
    {
        var ends = new ConcurrentQueue<string>();
        var queue = await _reading.QueueDeclareAsync();
        await _reading.QueueBindAsync(queue.QueueName, "Recoil.Contracts:ShotCompleted", $"{project}.*");
        var consumer = new AsyncEventingBasicConsumer(_reading);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            ends.Enqueue(Encoding.UTF8.GetString(delivery.Body.Span));
            return Task.CompletedTask;
        };
        await _reading.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return ends;
    }

    /// <summary>Sends a message and waits until the broker has it.</summary>
    /// <returns>Its number; null when nobody takes such messages.</returns>
    public async Task<int?> SendAsync(MalformedMessage message)
    {
        var number = Interlocked.Increment(ref _sent);
        var properties = new BasicProperties { Persistent = true, Headers = message.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal) };
        properties.Headers[Number] = number.ToString(CultureInfo.InvariantCulture);
        if (message.ContentType is { } contentType)
            properties.ContentType = contentType;
        if (message.ContentEncoding is { } encoding)
            properties.ContentEncoding = encoding;
        try
        {
            await _publishing.BasicPublishAsync(message.Exchange, message.RoutingKey, mandatory: true, properties, message.Body);
            return number;
        }
        catch (PublishException unsent) when (unsent.IsReturn)
        {
            return null;
        }
    }

    /// <summary>Whether an exchange is there.</summary>
    public async Task<bool> HasExchangeAsync(string exchange)
    {
        // A question about an exchange that is not there costs its channel.
        await using var asking = await _connection.CreateChannelAsync();
        try
        {
            await asking.ExchangeDeclarePassiveAsync(exchange);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    /// <summary>Waits until something holds.</summary>
    /// <returns>Whether it did within the limit.</returns>
    public static Task<bool> UntilAsync(Func<bool> holds, TimeSpan limit) => Eventually.HoldsAsync(() => Task.FromResult(holds()), limit);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching;
        _closing.Dispose();
        await _publishing.DisposeAsync();
        await _reading.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
