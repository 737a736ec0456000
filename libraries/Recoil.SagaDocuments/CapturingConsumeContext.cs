using System.Globalization;
using System.Text;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Context;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>Captures what a saga step sends and publishes for the outbox of its document.</summary>
internal sealed class CapturingConsumeContext<TMessage>(ConsumeContext<TMessage> context, InboxEntry causedBy, IServiceProvider provider)
    : OutboxConsumeContextProxy<TMessage>(context, s_options, provider)
    where TMessage : class
{
    private static readonly OutboxConsumeOptions s_options = new()
    {
        ConsumerType = "saga-document",
        MessageDeliveryLimit = int.MaxValue,
        MessageDeliveryTimeout = TimeSpan.FromSeconds(30),
    };

    private readonly Lock _lock = new();

    public List<OutboxMessage> Captured { get; } = [];

    // Members of MassTransit's outbox filter, which is not in this pipeline: the repository does its work.
    public override bool ContinueProcessing { get; set; }
    public override bool IsMessageConsumed => false;
    public override bool IsOutboxDelivered => false;
    public override int ReceiveCount => 0;
    public override long? LastSequenceNumber => null;

    public override Task AddSend<T>(SendContext<T> context)
    {
        var destination = context.DestinationAddress
            ?? throw new MessageException(typeof(T), "A message sent by a saga has no destination address.");
        var message = new OutboxMessage
        {
            MessageId = context.MessageId ?? throw new MessageException(typeof(T), "A message sent by a saga has no message id."),
            CausedBy = causedBy,
            Destination = destination,
            ContentType = context.ContentType?.MediaType ?? "application/vnd.masstransit+json",
            MessageTypes = string.Join(';', context.SupportedMessageTypes),
            Body = Encoding.UTF8.GetString(context.Serializer.GetMessageBody(context).GetBytes()),
            CorrelationId = context.CorrelationId,
            ConversationId = context.ConversationId,
            Headers = Texts(context.Headers),
            Properties = Properties(context),
        };

        lock (_lock)
            Captured.Add(message);
        return Task.CompletedTask;
    }

    public override Task SetConsumed() => Task.CompletedTask;
    public override Task SetDelivered() => Task.CompletedTask;
    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult<List<OutboxMessageContext>>([]);
    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;
    public override Task RemoveOutboxMessages() => Task.CompletedTask;

    private static Dictionary<string, string>? Texts(SendHeaders headers)
    {
        Dictionary<string, string>? texts = null;
        foreach (var (name, value) in headers.GetAll())
            (texts ??= new(StringComparer.Ordinal))[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return texts;
    }

    private static Dictionary<string, string>? Properties<T>(SendContext<T> context) where T : class
    {
        if (context is not TransportSendContext<T> transport)
            return null;

        var properties = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        transport.WritePropertiesTo(properties);
        return properties.Count == 0
            ? null
            : properties.ToDictionary(p => p.Key, p => Convert.ToString(p.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.OrdinalIgnoreCase);
    }
}
