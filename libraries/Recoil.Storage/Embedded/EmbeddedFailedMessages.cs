using Recoil.Storage.Failures;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedFailedMessages(EmbeddedDatabase database) : IFailedMessages
{
    private const string Listed = "id, queue, type, cause, failed_at, message_id, length(body)";

    private static readonly Sql s_add = new("""
        INSERT INTO failed_messages (id, queue, type, cause, failed_at, message_id, properties, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_list = new($"SELECT {Listed} FROM failed_messages WHERE (failed_at, id) > (?1, ?2) ORDER BY failed_at, id LIMIT ?3");

    private static readonly Sql s_find = new($"SELECT {Listed} FROM failed_messages WHERE id = ?1");

    private static readonly Sql s_read = new("SELECT properties, body FROM failed_messages WHERE id = ?1");

    private static readonly Sql s_remove = new("DELETE FROM failed_messages WHERE id = ?1");

    public Task<bool> TryAddAsync(FailedMessage message, FailedMessageContent content, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.FailedMessage,
        static (session, add) => session[s_add]
            .Bind(1, add.Message.Id).Bind(2, add.Message.Queue).Bind(3, add.Message.Type).Bind(4, add.Message.Cause).Bind(5, add.Message.At)
            .Bind(6, add.Message.MessageId).Bind(7, add.Content.Properties.Span).Bind(8, add.Content.Body.Span).Execute() == 1,
        (Message: message, Content: content),
        cancellationToken);

    public Task<IReadOnlyList<FailedMessage>> ListAsync(FailedMessagePosition? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<(FailedMessagePosition After, int Limit), IReadOnlyList<FailedMessage>>(
            static (session, page) => Read(session[s_list].Bind(1, page.After.At).Bind(2, page.After.Id).Bind(3, page.Limit)),
            (after ?? new FailedMessagePosition(DateTimeOffset.MinValue, Guid.Empty), limit),
            cancellationToken);
    }

    public Task<FailedMessage?> FindAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, id) => Read(session[s_find].Bind(1, id)) is [var found] ? found : null, id, cancellationToken);

    public Task<FailedMessageContent?> ReadAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, id) =>
        {
            var row = session[s_read].Bind(1, id);
            try
            {
                return row.Step() ? new FailedMessageContent(row.Blob(0).ToArray(), row.Blob(1).ToArray()) : null;
            }
            finally
            {
                row.Reset();
            }
        },
        id,
        cancellationToken);

    public Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.FailedMessage, static (session, id) => session[s_remove].Bind(1, id).Execute() == 1, id, cancellationToken);

    private static List<FailedMessage> Read(Statement rows)
    {
        var messages = new List<FailedMessage>();
        try
        {
            while (rows.Step())
            {
                messages.Add(new FailedMessage
                {
                    Id = rows.Id(0),
                    Queue = rows.Text(1),
                    Type = rows.Text(2),
                    Cause = rows.Text(3),
                    At = rows.Instant(4),
                    MessageId = rows.TextOrNull(5),
                    Bytes = rows.Integer(6),
                });
            }
        }
        finally
        {
            rows.Reset();
        }

        return messages;
    }
}
