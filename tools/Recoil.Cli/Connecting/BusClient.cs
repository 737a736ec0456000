using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Cli.Commands;
using Recoil.Hosting.Transport;

namespace Recoil.Cli.Connecting;

/// <summary>A command's own end of the bus: publishes, asks and listens, consumes nothing that others wait for.</summary>
internal sealed class BusClient : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _services;
    private readonly IBusControl _bus;
    private readonly TransportOptions _transport;

    private BusClient(ServiceProvider services, TransportOptions transport)
    {
        _services = services;
        _bus = services.GetRequiredService<IBusControl>();
        _transport = transport;
    }

    /// <exception cref="CommandFailedException">The broker cannot be used.</exception>
    public static async Task<BusClient> ConnectAsync(TransportOptions transport, CancellationToken cancellationToken)
    {
        await Broker.CheckAsync(transport, cancellationToken);
        var client = new BusClient(new ServiceCollection().AddLogging().AddRabbitMqBus(transport, _ => { }).BuildServiceProvider(), transport);
        try
        {
            await client._bus.StartAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client._services.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Publishes a message and waits until the broker has it safe in a queue.
    /// </summary>
    /// <exception cref="CommandFailedException">No queue takes it, or the broker does not say so in time.</exception>
    public async Task PublishAsync<T>(T message, CancellationToken cancellationToken) where T : class
    {
        using var limit = new CancellationTokenSource(s_timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A publishing that its broken channel has forgotten ends for no token.
            await _bus.Publish(message, (PublishContext<T> context) => RequireQueue(context), either.Token).WaitAsync(either.Token);
        }
        catch (MessageReturnedException returned)
        {
            throw NoConsumerOf<T>(returned);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"The broker at {_transport.Address} did not confirm within {s_timeout.TotalSeconds:F0} s. Give the same command again.", late) { ExitCode = ExitCode.Failed };
        }
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="CommandFailedException">No answer in time, or the request failed.</exception>
    public async Task<TAnswer> AskAsync<TQuestion, TAnswer>(TQuestion question, string whom, TimeSpan limit, CancellationToken cancellationToken)
        where TQuestion : class
        where TAnswer : class
    {
        try
        {
            var client = _bus.CreateRequestClient<TQuestion>(limit);
            using var request = client.Create(question, cancellationToken);
            request.UseExecute(RequireQueue);
            return (await request.GetResponse<TAnswer>()).Message;
        }
        catch (RequestException returned) when (returned.InnerException is MessageReturnedException)
        {
            throw NoConsumerOf<TQuestion>(returned);
        }
        catch (RequestTimeoutException late)
        {
            throw new CommandFailedException($"The {whom} did not answer within {limit.TotalSeconds:F0} s. Make sure that it runs, then look whether it was done before you give the command again.", late) { ExitCode = ExitCode.Failed };
        }
        catch (RequestFaultException fault)
        {
            var why = fault.Fault?.Exceptions is [{ Message: var first }, ..] ? first : fault.Message;
            throw new CommandFailedException($"The {whom} could not do it: {why}", fault) { ExitCode = ExitCode.Failed };
        }
    }

    /// <summary>Listens with a queue of its own that goes when the command ends.</summary>
    public async Task ListenAsync(string what, Action<IRabbitMqReceiveEndpointConfigurator> configure, CancellationToken cancellationToken)
    {
        var name = $"recoil-{what}-{NewId.NextGuid():N}";
        var handle = _bus.ConnectReceiveEndpoint(name, endpoint =>
        {
            var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            rabbit.Durable = false;
            rabbit.AutoDelete = true;
            rabbit.Exclusive = true;
            configure(rabbit);
        });
        await handle.Ready.WaitAsync(s_timeout, cancellationToken);
    }

    private static void RequireQueue(SendContext context)
    {
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
            rabbit.Mandatory = true;
    }

    private CommandFailedException NoConsumerOf<T>(Exception returned) =>
        new($"No service at {_transport.Address} consumes {typeof(T).Name}. Start the services first.", returned) { ExitCode = ExitCode.Failed };

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _bus.StopAsync(CancellationToken.None).WaitAsync(s_farewell);
            await _services.DisposeAsync();
        }
        catch (TimeoutException)
        {
            // The command ends even if the broker no longer answers; the connection ends with the process.
        }
    }
}
