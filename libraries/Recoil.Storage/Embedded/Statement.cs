using System.Text;
using SQLitePCL;

namespace Recoil.Storage.Embedded;

/// <summary>The text of a statement; every session prepares it once and keeps it under its number.</summary>
internal sealed class Sql(string text)
{
    private static int s_count;

    public string Text { get; } = text;

    public int Number { get; } = Interlocked.Increment(ref s_count) - 1;
}

/// <summary>
/// A prepared statement, used again and again by one thread at a time. It speaks to SQLite below ADO.NET: a command with its
/// parameters and reader costs several times what SQLite itself needs for a row.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Session _session;
    private readonly sqlite3_stmt _statement;

    public Statement(Session session, sqlite3 database, string sql)
    {
        _session = session;
        var result = raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (result != raw.SQLITE_OK)
            throw session.Failure(result);
    }

    public Statement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(_statement, index, value));

    public Statement Bind(int index, long? value) => value is { } given ? Bind(index, given) : Checked(raw.sqlite3_bind_null(_statement, index));

    public Statement Bind(int index, DateTimeOffset instant) => Bind(index, instant.UtcTicks);

    public Statement Bind(int index, DateTimeOffset? instant) => Bind(index, instant?.UtcTicks);

    public Statement Bind(int index, ReadOnlySpan<byte> blob) => Checked(raw.sqlite3_bind_blob(_statement, index, blob));

    public Statement Bind(int index, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    public Statement Bind(int index, string? text)
    {
        if (text is null)
            return Checked(raw.sqlite3_bind_null(_statement, index));

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= 512 ? stackalloc byte[most] : new byte[most];
        return Checked(raw.sqlite3_bind_text(_statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]));
    }

    /// <summary>Goes to the next row; false at the end. <see cref="Reset"/> must follow.</summary>
    public bool Step() => raw.sqlite3_step(_statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var result => throw FailureAfterReset(result),
    };

    /// <summary>Runs a statement without rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute()
    {
        var result = TryExecute();
        return result == raw.SQLITE_DONE ? _session.Changes : throw _session.Failure(result);
    }

    /// <summary>Runs a statement without rows.</summary>
    /// <returns>SQLite's result code.</returns>
    public int TryExecute()
    {
        var result = raw.sqlite3_step(_statement);
        Reset();
        return result;
    }

    /// <summary>Ends the statement's hold on the database and makes it ready for the next use.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement); // Repeats the failure of the step, which was reported then.

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public DateTimeOffset Instant(int column) => new(Integer(column), TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a column, valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public Guid Id(int column) => new(Blob(column), bigEndian: true);

    public void Dispose() => _statement.Dispose();

    private Statement Checked(int result) => result == raw.SQLITE_OK ? this : throw FailureAfterReset(result);

    private Exception FailureAfterReset(int result)
    {
        var failure = _session.Failure(result);
        Reset();
        return failure;
    }
}
