using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Recoil.Bench.Load;

/// <summary>
/// Publishes requests for shots, with a limit of shots in progress, and receives their completions. It uses RabbitMQ.Client only and is
/// the same for the services and for the limit workers.
/// </summary>
internal sealed class LoadGenerator : IAsyncDisposable
{
    private const ushort Prefetch = 256;

    private readonly ITraffic _traffic;
    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly IChannel _receiving;
    private LoadWindow? _window;

    private LoadGenerator(ITraffic traffic, IConnection connection, IChannel publishing, IChannel receiving)
    {
        _traffic = traffic;
        _connection = connection;
        _publishing = publishing;
        _receiving = receiving;
    }

    public static async Task<LoadGenerator> OpenAsync(ITraffic traffic, ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync("bench load generator", cancellationToken);
        var load = new LoadGenerator(
            traffic, connection, await connection.CreateChannelAsync(Amqp.Confirmed, cancellationToken), await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        await load.ReceiveCompletionsAsync(cancellationToken);
        return load;
    }

    /// <summary>Runs shots to completion.</summary>
    /// <param name="path">The shots' path.</param>
    /// <param name="run">The id of a new run.</param>
    /// <param name="shots">Number of shots, 1 or more.</param>
    /// <param name="concurrency">Shots in progress at once, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="BenchFailedException">A shot ends with an unexpected status, or no shot ends within the timeout.</exception>
    public async Task<LoadResult> RunAsync(BenchPath path, string run, int shots, int concurrency, CancellationToken cancellationToken)
    {
        using var window = new LoadWindow(concurrency);
        _window = window;
        var begun = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < shots; number++)
        {
            var request = _traffic.CreateRequest(path, run, number);
            await window.StartAsync(request.Shot, cancellationToken);
            _ = PublishAsync(request, window);
        }

        await window.DrainAsync(cancellationToken);
        _window = null;
        return new LoadResult(shots, TimeProvider.System.GetElapsedTime(begun).TotalSeconds, new Sample(window.Milliseconds));
    }

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync();
        await _receiving.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Not awaited: many requests wait for the broker's confirmation at once.</summary>
    private async Task PublishAsync(OutgoingRequest request, LoadWindow window)
    {
        try
        {
            await _publishing.BasicPublishAsync(request.Exchange, request.RoutingKey, mandatory: true, request.Properties, request.Body);
        }
        catch (Exception refused) when (refused is PublishException or AlreadyClosedException or OperationInterruptedException)
        {
            window.Fail($"The broker did not confirm a request: {refused.Message}");
        }
    }

    private async Task ReceiveCompletionsAsync(CancellationToken cancellationToken)
    {
        var queue = await _traffic.DeclareCompletionQueueAsync(_receiving, cancellationToken);
        await _receiving.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_receiving);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var (shot, error) = _traffic.ReadCompletion(delivery);
            _window?.Complete(shot, error);
            await _receiving.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await _receiving.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
    }
}
