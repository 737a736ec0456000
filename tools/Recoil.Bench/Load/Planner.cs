using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Recoil.Bench.Load;

/// <summary>
/// Asks for shots, so many at once, and hears how they end. A plain program on RabbitMQ, the same one whoever brings the shots to
/// their end.
/// </summary>
internal sealed class Planner : IAsyncDisposable
{
    private const ushort Prefetch = 256;

    private readonly ITraffic _traffic;
    private readonly IConnection _connection;
    private readonly IChannel _asking;
    private readonly IChannel _hearing;
    private Flight? _flight;

    private Planner(ITraffic traffic, IConnection connection, IChannel asking, IChannel hearing)
    {
        _traffic = traffic;
        _connection = connection;
        _asking = asking;
        _hearing = hearing;
    }

    public static async Task<Planner> OpenAsync(ITraffic traffic, ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync("bench planner", cancellationToken);
        var planner = new Planner(
            traffic, connection, await connection.CreateChannelAsync(Amqp.Confirmed, cancellationToken), await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        await planner.HearAsync(cancellationToken);
        return planner;
    }

    /// <summary>Brings shots to their end.</summary>
    /// <param name="path">Their path.</param>
    /// <param name="run">A run that has not been yet.</param>
    /// <param name="shots">How many, 1 or more.</param>
    /// <param name="concurrency">How many are under way at once, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BenchFailedException">A shot ended otherwise than it should, or none does.</exception>
    public async Task<Flown> FlyAsync(BenchPath path, string run, int shots, int concurrency, CancellationToken cancellationToken)
    {
        using var flight = new Flight(concurrency);
        _flight = flight;
        var begun = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < shots; number++)
        {
            var asking = _traffic.Ask(path, run, number);
            await flight.TakeOffAsync(asking.Shot, cancellationToken);
            _ = AskAsync(asking, flight);
        }

        await flight.AllLandedAsync(cancellationToken);
        _flight = null;
        return new Flown(shots, TimeProvider.System.GetElapsedTime(begun).TotalSeconds, new Sample(flight.Milliseconds));
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _hearing.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Many wait for the broker's confirmation at once.</summary>
    private async Task AskAsync(Asking asking, Flight flight)
    {
        try
        {
            await _asking.BasicPublishAsync(asking.Exchange, asking.RoutingKey, mandatory: true, asking.Properties, asking.Body);
        }
        catch (Exception refused) when (refused is PublishException or AlreadyClosedException or OperationInterruptedException)
        {
            flight.Fail($"The broker did not take a request: {refused.Message}");
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        var queue = await _traffic.DeclareEndsAsync(_hearing, cancellationToken);
        await _hearing.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_hearing);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var (shot, mistake) = _traffic.Hear(delivery);
            _flight?.Land(shot, mistake);
            await _hearing.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await _hearing.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
    }
}
