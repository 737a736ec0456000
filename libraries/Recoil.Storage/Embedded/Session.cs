using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Recoil.Storage.Embedded;

/// <summary>One connection with its prepared statements; used by one thread at a time.</summary>
internal sealed class Session : IDisposable
{
    private static readonly Sql s_begin = new("BEGIN IMMEDIATE");
    private static readonly Sql s_beginReading = new("BEGIN");
    private static readonly Sql s_commit = new("COMMIT");
    private static readonly Sql s_rollback = new("ROLLBACK");

    private readonly string _file;
    private readonly TimeSpan _lockTimeout;
    private readonly SqliteConnection _connection;
    private Statement?[] _statements = new Statement?[64];

    private Session(string file, TimeSpan lockTimeout, SqliteOpenMode mode)
    {
        _file = file;
        _lockTimeout = lockTimeout;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            ForeignKeys = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(lockTimeout.TotalSeconds)),
        }.ToString());
        try
        {
            _connection.Open();
        }
        catch (SqliteException exception)
        {
            _connection.Dispose();
            throw SqliteFailure.Of(exception, file, lockTimeout);
        }
    }

    public int Changes => raw.sqlite3_changes(_connection.Handle);

    public Statement this[Sql sql]
    {
        get
        {
            if (sql.Number >= _statements.Length)
                Array.Resize(ref _statements, sql.Number * 2);

            return _statements[sql.Number] ??= new Statement(this, _connection.Handle!, sql.Text);
        }
    }

    /// <summary>The session that writes; makes the file when there is none.</summary>
    public static Session OpenWriter(string file, TimeSpan lockTimeout)
    {
        var session = new Session(file, lockTimeout, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // The page size counts only while the file is empty: one page holds a usual saga document without overflow.
            session.Pragma("page_size = 8192");
            session.Pragma("journal_mode = WAL");
            session.Pragma("synchronous = FULL");
            session.Pragma("cache_size = -65536");
            session.Pragma("temp_store = MEMORY");
            // A checkpoint writes every page once, however often the log holds it: fewer of them write less.
            session.Pragma("wal_autocheckpoint = 8192");
            session.Pragma("journal_size_limit = 134217728");
            // Waiting is up to BeginImmediate, which asks more often than SQLite does, so that no process starves another.
            session.Pragma("busy_timeout = 0");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public static Session OpenReader(string file, TimeSpan lockTimeout)
    {
        var session = new Session(file, lockTimeout, SqliteOpenMode.ReadWrite);
        try
        {
            session.Pragma("query_only = ON");
            session.Pragma("cache_size = -8192");
            session.Pragma($"busy_timeout = {(long)lockTimeout.TotalMilliseconds}");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs a script outside the hot path.</summary>
    public void Script(string sql)
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Of(exception, _file, _lockTimeout);
        }
    }

    /// <summary>Reads one number outside the hot path.</summary>
    public long Number(string sql)
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Of(exception, _file, _lockTimeout);
        }
    }

    /// <summary>Begins a transaction that holds the file's only write lock, waiting for other processes.</summary>
    public void BeginImmediate()
    {
        var giveUpAt = Environment.TickCount64 + (long)_lockTimeout.TotalMilliseconds;
        var begin = this[s_begin];
        while (true)
        {
            var result = begin.TryExecute();
            if (result == raw.SQLITE_DONE)
                return;

            if ((result & 0xFF) != raw.SQLITE_BUSY || Environment.TickCount64 >= giveUpAt)
                throw Failure(result);

            Thread.Sleep(1);
        }
    }

    /// <summary>Begins a transaction whose reads are all of one moment; <see cref="Rollback"/> ends it.</summary>
    public void BeginReading() => this[s_beginReading].Execute();

    public void Commit() => this[s_commit].Execute();

    /// <summary>Takes back the open transaction, if SQLite has not done so itself.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            this[s_rollback].Execute();
    }

    public Exception Failure(int result) => SqliteFailure.Of(
        new SqliteException(
            $"SQLite Error {result}: '{raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}'.", result & 0xFF, result),
        _file,
        _lockTimeout);

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement?.Dispose();

        _connection.Dispose();
    }

    private void Pragma(string pragma) => Script($"PRAGMA {pragma}");
}
