using MassTransit;
using RabbitMQ.Client;
using Recoil.Contracts.Rules;

namespace Recoil.Hosting.Transport;

/// <summary>Publishes every message that has a routing key to a topic exchange.</summary>
internal sealed class TopicExchanges(IRabbitMqBusFactoryConfigurator rabbit) : IMessageRulesVisitor
{
    public void Visit<T>(MessageRules<T> rules) where T : class
    {
        if (rules is not RoutedMessageRules<T> routed)
            return;
        rabbit.Publish<T>(publish => publish.ExchangeType = ExchangeType.Topic);
        rabbit.Send<T>(send => send.UseRoutingKeyFormatter(context => routed.RoutingKeyOf(context.Message)));
    }
}
