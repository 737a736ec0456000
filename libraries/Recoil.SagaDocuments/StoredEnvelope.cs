using System.Net.Mime;
using System.Text;
using MassTransit;
using MassTransit.Context;
using Recoil.Hosting.Transport;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>Sends a captured message as it was captured: the same bytes under the same message id.</summary>
internal sealed class StoredEnvelope(OutboxMessage message) : IPipe<SendContext<StoredEnvelope>>, IMessageSerializer
{
    public ContentType ContentType { get; } = new(message.ContentType);

    public Guid MessageId => message.MessageId;

    /// <summary>
    /// Sends what a step sends. Messages of one kind go side by side, so that a step that sends many waits for the broker once and not once for each.
    /// Kinds go in the order in which they were captured: money is given back before it is asked for again.
    /// </summary>
    public static async Task SendAllAsync(ISendEndpointProvider endpoints, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        for (var next = 0; next < messages.Count;)
        {
            var kind = messages.Skip(next).TakeWhile(message => message.Destination == messages[next].Destination).ToList();
            await Task.WhenAll(kind.Select(message => SendAsync(endpoints, message, cancellationToken)));
            next += kind.Count;
        }
    }

    public static async Task SendAsync(ISendEndpointProvider endpoints, OutboxMessage message, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetSendEndpoint(message.Destination);
        var envelope = new StoredEnvelope(message);
        await RepeatedSend.UntilDoneAsync(() => endpoint.Send(envelope, envelope, cancellationToken), RepeatedSend.Patience, cancellationToken);
    }

    public Task Send(SendContext<StoredEnvelope> context)
    {
        context.MessageId = MessageId;
        context.CorrelationId = message.CorrelationId;
        context.ConversationId = message.ConversationId;
        context.SupportedMessageTypes = message.MessageTypes.Split(';');
        context.ContentType = ContentType;
        context.Serializer = this;
        if (message.Headers is not null)
        {
            foreach (var (name, value) in message.Headers)
                context.Headers.Set(name, value);
        }

        if (message.Properties is { Count: > 0 } && context is TransportSendContext transport)
            transport.ReadPropertiesFrom(message.Properties.ToDictionary(p => p.Key, p => (object)p.Value, StringComparer.OrdinalIgnoreCase));

        return Task.CompletedTask;
    }

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class => new Utf8Body(message.Body);

    public void Probe(ProbeContext context)
    {
    }

    private sealed class Utf8Body(string text) : MessageBody
    {
        private byte[]? _bytes;

        public long? Length => GetBytes().Length;
        public Stream GetStream() => new MemoryStream(GetBytes(), writable: false);
        public byte[] GetBytes() => _bytes ??= Encoding.UTF8.GetBytes(text);
        public string GetString() => text;
    }
}
