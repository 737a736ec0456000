using MongoDB.Driver;
using Recoil.Storage.Failures;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Failures;

internal sealed class MongoFailedMessages(MongoDbStore store) : IFailedMessages
{
    /// <summary>A document holds 16 MB.</summary>
    private const int PartBytes = 8 * 1024 * 1024;

    private static readonly FilterDefinitionBuilder<StoredFailedMessage> s_where = Builders<StoredFailedMessage>.Filter;

    private static readonly SortDefinition<StoredFailedMessage> s_oldestFirst =
        Builders<StoredFailedMessage>.Sort.Ascending(message => message.At).Ascending(message => message.Id);

    private static readonly ProjectionDefinition<StoredFailedMessage> s_listed =
        Builders<StoredFailedMessage>.Projection.Exclude(message => message.Properties).Exclude(message => message.Body);

    private readonly IMongoCollection<StoredFailedMessage> _messages = store.FailedMessages;
    private readonly IMongoCollection<StoredFailedMessagePart> _parts = store.FailedMessageParts;

    /// <remarks>The parts come first: what is listed is whole.</remarks>
    public Task<bool> TryAddAsync(FailedMessage message, FailedMessageContent content, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var isWhole = content.Body.Length <= PartBytes;
        for (var number = 0; number < PartsOf(message.Bytes); number++)
        {
            var data = content.Body.Slice(number * PartBytes, Math.Min(PartBytes, content.Body.Length - (number * PartBytes)));
            await _parts.TryInsertAsync(new StoredFailedMessagePart { Id = StoredFailedMessagePart.IdOf(message.Id, number), Data = data.ToArray() }, cancellationToken);
        }

        return await _messages.TryInsertAsync(
            new StoredFailedMessage
            {
                Id = message.Id,
                Queue = message.Queue,
                Type = message.Type,
                Cause = message.Cause,
                At = message.At,
                MessageId = message.MessageId,
                Bytes = message.Bytes,
                Properties = content.Properties.ToArray(),
                Body = isWhole ? content.Body.ToArray() : null,
            },
            cancellationToken);
    });

    public Task<IReadOnlyList<FailedMessage>> ListAsync(FailedMessagePosition? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var page = after is { } last
            ? s_where.Gt(message => message.At, last.At) | (s_where.Eq(message => message.At, last.At) & s_where.Gt(message => message.Id, last.Id))
            : s_where.Empty;
        return store.DoAsync<IReadOnlyList<FailedMessage>>(async () =>
            [.. (await _messages.Find(page).Sort(s_oldestFirst).Limit(limit).Project<StoredFailedMessage>(s_listed).ToListAsync(cancellationToken)).Select(message => message.ToMessage())]);
    }

    public Task<FailedMessage?> FindAsync(Guid id, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _messages.Find(Of(id)).Project<StoredFailedMessage>(s_listed).FirstOrDefaultAsync(cancellationToken))?.ToMessage());

    public Task<FailedMessageContent?> ReadAsync(Guid id, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        if (await _messages.Find(Of(id)).FirstOrDefaultAsync(cancellationToken) is not { } stored)
            return null;
        if (stored.Body is { } whole)
            return new FailedMessageContent(stored.Properties, whole);

        var body = new byte[stored.Bytes];
        for (var number = 0; number < PartsOf(stored.Bytes); number++)
        {
            var name = StoredFailedMessagePart.IdOf(id, number);
            if (await _parts.Find(part => part.Id == name).FirstOrDefaultAsync(cancellationToken) is not { } part)
                return null; // Removed in between.
            part.Data.CopyTo(body, number * PartBytes);
        }

        return new FailedMessageContent(stored.Properties, body);
    });

    public Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        if (await _messages.FindOneAndDeleteAsync(Of(id), new FindOneAndDeleteOptions<StoredFailedMessage, StoredFailedMessage> { Projection = s_listed }, cancellationToken) is not { } removed)
            return false;
        for (var number = 0; number < PartsOf(removed.Bytes); number++)
        {
            var name = StoredFailedMessagePart.IdOf(id, number);
            await _parts.DeleteOneAsync(part => part.Id == name, cancellationToken);
        }

        return true;
    });

    /// <summary>How many parts a body of this size is in; 0 where it is in the message's own document.</summary>
    private static int PartsOf(long bytes) => bytes <= PartBytes ? 0 : (int)((bytes + PartBytes - 1) / PartBytes);

    private static FilterDefinition<StoredFailedMessage> Of(Guid id) => s_where.Eq(message => message.Id, id);
}
