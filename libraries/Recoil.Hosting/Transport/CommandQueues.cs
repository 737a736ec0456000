using MassTransit;
using Recoil.Contracts;
using Recoil.Contracts.Rules;

namespace Recoil.Hosting.Transport;

/// <summary>
/// Binds each command's exchange straight to its receiver's queue, so that a command sent before its receiver has ever run waits for it.
/// The receiver binds the two by way of an exchange of its own; the broker puts a message into a queue once, whatever ways lead there.
/// </summary>
internal sealed class CommandQueues(IRabbitMqBusFactoryConfigurator rabbit, TransportOptions transport) : IMessageRulesVisitor
{
    public void Visit<T>(MessageRules<T> rules) where T : class
    {
        if (EndpointNames.ByCommand.TryGetValue(typeof(T), out var name))
            rabbit.Publish<T>(publish => publish.BindQueue(publish.Exchange.ExchangeName, name, queue => ServiceQueue.Configure(queue, name, transport)));
    }
}
