using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Contracts.Rules;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport.Failures;
using Recoil.Hosting.Transport.Validation;
using Recoil.Hosting.Transport.Waiting;

namespace Recoil.Hosting.Transport;

/// <summary>The bus between processes.</summary>
public static class RabbitMqRegistration
{
    /// <summary>
    /// A bus on RabbitMQ. Every endpoint is a quorum queue; a message that is not confirmed by the broker is not sent; a message
    /// whose consumers keep dying, and an unreadable one, goes to the endpoint's error queue; messages wait
    /// during an outage of the store.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="transport">Where the broker is.</param>
    /// <param name="configure">Adds consumers and sagas.</param>
    /// <param name="isService">
    /// Whether the process is one of the services: they declare the queues of the commands that they send, so that a command waits for a
    /// receiver that has never run. A client learns that nobody has.
    /// </param>
    /// <exception cref="InvalidSettingException">A setting of the transport is outside its range.</exception>
    public static IServiceCollection AddRabbitMqBus(
        this IServiceCollection services, TransportOptions transport, Action<IBusRegistrationConfigurator> configure, bool isService = false)
    {
        transport.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(transport);
        services.AddSingleton<FailureLog>();
        services.AddSingleton<StoreOutage>();
        services.AddSingleton<ErrorQueues>();
        return services.AddMassTransit(bus =>
        {
            bus.ConfigureRecoil();
            bus.AddReceiveObserver(provider => provider.GetRequiredService<FailureLog>());
            bus.AddBusObserver(provider => provider.GetRequiredService<StoreOutage>());
            bus.AddConfigureEndpointsCallback((context, name, endpoint) => ConfigureEndpoint(context, name, endpoint, transport));
            configure(bus);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(transport.Host, (ushort)transport.Port, transport.VirtualHost, host =>
                {
                    host.Username(transport.Username);
                    host.Password(transport.Password);
                    host.PublisherConfirmation = true;
                    host.Heartbeat(TimeSpan.FromSeconds(15));
                    if (transport.Hosts.Length > 0)
                        host.UseCluster(cluster => AddNodes(cluster, transport));
                    if (transport.UseTls)
                        host.UseSsl(ssl => ssl.ServerName = transport.Host);
                });
                rabbit.ConfigureJsonSerializerOptions(MessageJson.Configure);
                rabbit.PrefetchCount = transport.Prefetch;
                var topics = new TopicExchanges(rabbit);
                foreach (var rules in MessageRules.All)
                    rules.Accept(topics);
                if (isService)
                {
                    var commands = new CommandQueues(rabbit, transport);
                    foreach (var rules in MessageRules.All)
                        rules.Accept(commands);
                    rabbit.DeployPublishTopology = true;
                }

                context.GetService<BusTelemetry>()?.Watch(rabbit);

                // An error queue keeps its messages whatever happens: it has no limit and no queue behind it.
                rabbit.SendTopology.ConfigureErrorSettings = error =>
                {
                    error.SetQueueArgument("x-delivery-limit", null);
                    error.SetQueueArgument("x-dead-letter-exchange", null);
                    error.SetQueueArgument("x-dead-letter-routing-key", null);
                };
                rabbit.ConfigureEndpoints(context);
            });
        });
    }

    /// <summary>Each process begins with another node, so that not all sit on the first.</summary>
    private static void AddNodes(IRabbitMqClusterConfigurator cluster, TransportOptions transport)
    {
        foreach (var (host, port) in transport.Nodes().Shuffle())
            cluster.Node($"{host}:{port}");
    }

    private static void ConfigureEndpoint(
        IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint, TransportOptions transport)
    {
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;

        // Other processes and other languages write here: what they write is looked at before anything else happens.
        var log = context.GetRequiredService<FailureLog>();
        _ = new MessageValidation(endpoint, log);
        _ = new StoreWaiting(endpoint, context.GetRequiredService<StoreOutage>());
        context.GetRequiredService<ErrorQueues>().AddEndpoint(name);

        ServiceQueue.Configure(rabbit, name, transport);
        rabbit.BindDeadLetterQueue(ServiceQueue.ErrorsOf(name), ServiceQueue.ErrorsOf(name), error => error.SetQuorumQueue());

        // A message that no consumer here can take is as wrong as one that cannot be read.
        rabbit.ConfigureDeadLetter(unwanted => unwanted.UseFilter(new UnwantedMessageFilter(log)));
    }
}
