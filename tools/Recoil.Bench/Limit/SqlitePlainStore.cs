using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Recoil.Bench.Limit;

/// <summary>
/// Plain Microsoft.Data.Sqlite on one file: prepared commands, a write-ahead log that is flushed with every commit, and one
/// transaction for all queued writes.
/// </summary>
internal sealed class SqlitePlainStore : IPlainStore
{
    private const int LargestBatch = 512;
    private const long Price = 40_000_000_000;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS shots (id BLOB NOT NULL, version INTEGER NOT NULL, due_at INTEGER, document BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS shots_by_id ON shots (id);
        CREATE INDEX IF NOT EXISTS shots_due ON shots (due_at) WHERE due_at IS NOT NULL;
        CREATE TABLE IF NOT EXISTS accounts (account TEXT PRIMARY KEY, spent INTEGER NOT NULL, reserved INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS reservations (id BLOB NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL, charged INTEGER) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS reservations_by_id ON reservations (id);
        CREATE TABLE IF NOT EXISTS reviews (id BLOB NOT NULL, entry BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS reviews_by_id ON reviews (id);
        """;

    private readonly string _file;
    private readonly SqliteConnection _writer;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _replace;
    private readonly SqliteCommand _readAccount;
    private readonly SqliteCommand _writeAccount;
    private readonly SqliteCommand _readReservation;
    private readonly SqliteCommand _addReservation;
    private readonly SqliteCommand _closeReservation;
    private readonly SqliteCommand _addReview;
    private readonly ConcurrentBag<(SqliteConnection Connection, SqliteCommand Read)> _readers = [];
    private readonly Channel<QueuedWrite> _queue = Channel.CreateUnbounded<QueuedWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _writing;

    public SqlitePlainStore(string folder)
    {
        _file = Path.Combine(Directory.CreateDirectory(folder).FullName, "limit.db");
        _writer = Open();
        Run("PRAGMA page_size = 8192");
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("PRAGMA cache_size = -65536");
        Run("PRAGMA wal_autocheckpoint = 8192");
        Run("PRAGMA busy_timeout = 5000");
        Run(Tables);
        Run("PRAGMA busy_timeout = 0");
        _commit = Prepare("COMMIT");
        _insert = Prepare("INSERT INTO shots (id, version, due_at, document) VALUES ($id, 1, $due, $document)", "$id", "$due", "$document");
        _replace = Prepare(
            "UPDATE shots SET version = version + 1, due_at = $due, document = $document WHERE id = $id AND version = $version", "$id", "$due", "$document", "$version");
        _readAccount = Prepare("SELECT spent, reserved FROM accounts WHERE account = $account", "$account");
        _writeAccount = Prepare(
            """
            INSERT INTO accounts (account, spent, reserved) VALUES ($account, $spent, $reserved)
            ON CONFLICT (account) DO UPDATE SET spent = excluded.spent, reserved = excluded.reserved
            """,
            "$account", "$spent", "$reserved");
        _readReservation = Prepare("SELECT amount, charged FROM reservations WHERE id = $id", "$id");
        _addReservation = Prepare("INSERT INTO reservations (id, account, amount) VALUES ($id, $account, $amount)", "$id", "$account", "$amount");
        _closeReservation = Prepare("UPDATE reservations SET charged = $charged WHERE id = $id", "$id", "$charged");
        _addReview = Prepare("INSERT INTO reviews (id, entry) VALUES ($id, $entry) ON CONFLICT DO NOTHING", "$id", "$entry");
        _writing = new Thread(WriteUntilDisposed) { IsBackground = true, Name = "limit.db writer" };
        _writing.Start();
    }

    public Task<long> ReadAsync(Guid shot)
    {
        if (!_readers.TryTake(out var reader))
        {
            var connection = Open();
            var read = connection.CreateCommand();
            read.CommandText = "SELECT version, document FROM shots WHERE id = $id";
            read.Parameters.Add("$id", SqliteType.Blob);
            read.Prepare();
            reader = (connection, read);
        }

        reader.Read.Parameters[0].Value = shot.ToByteArray();
        long version = 0;
        using (var row = reader.Read.ExecuteReader())
        {
            if (row.Read())
            {
                version = row.GetInt64(0);
                _ = row.GetFieldValue<byte[]>(1);
            }
        }

        _readers.Add(reader);
        return Task.FromResult(version);
    }

    public Task WriteAsync(Guid shot, long version, byte[] document) => WriteAsync(() =>
    {
        var due = DateTime.UtcNow.Ticks + TimeSpan.TicksPerMinute;
        var changed = version == 0
            ? Execute(_insert, shot.ToByteArray(), due, document)
            : Execute(_replace, shot.ToByteArray(), due, document, version);
        if (changed != 1)
            throw new InvalidOperationException($"Shot {shot} does not have version {version}.");
    });

    public Task ReserveAsync(Guid reservation, string account) => WriteAsync(() =>
    {
        if (ReadTwo(_readReservation, reservation.ToByteArray()) is not null)
            return;
        var (spent, reserved) = ReadTwo(_readAccount, account) ?? default;
        Execute(_addReservation, reservation.ToByteArray(), account, Price);
        Execute(_writeAccount, account, spent, reserved + Price);
    });

    public Task SettleAsync(Guid reservation, string account) => WriteAsync(() =>
    {
        var (spent, reserved) = ReadTwo(_readAccount, account) ?? default;
        if (ReadTwo(_readReservation, reservation.ToByteArray()) is not var (amount, _))
            throw new InvalidOperationException($"There is no reservation {reservation}.");
        Execute(_closeReservation, reservation.ToByteArray(), amount);
        Execute(_writeAccount, account, spent + amount, reserved - amount);
    });

    public Task EnqueueAsync(Guid review, byte[] entry) => WriteAsync(() => Execute(_addReview, review.ToByteArray(), entry));

    public ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        _writing.Join();
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task WriteAsync(Action write)
    {
        var queued = new QueuedWrite(write);
        return _queue.Writer.TryWrite(queued) ? queued.Done.Task : throw new ObjectDisposedException(nameof(SqlitePlainStore));
    }

    private void WriteUntilDisposed()
    {
        var batch = new List<QueuedWrite>();
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var queued))
                batch.Add(queued);
            try
            {
                Begin();
                foreach (var queued in batch)
                    queued.Write();
                _commit.ExecuteNonQuery();
                foreach (var queued in batch)
                    queued.Done.SetResult();
            }
            catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
            {
                foreach (var queued in batch)
                    queued.Done.SetException(failure);
                Run("ROLLBACK");
            }

            batch.Clear();
        }
    }

    /// <summary>Waits for writers of other processes. SqliteCommand retries only every 150 ms.</summary>
    private void Begin()
    {
        int result;
        while ((result = raw.sqlite3_exec(_writer.Handle, "BEGIN IMMEDIATE")) == raw.SQLITE_BUSY)
            Thread.Sleep(1);
        SqliteException.ThrowExceptionForRC(result, _writer.Handle);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false, DefaultTimeout = 1 }.ToString());
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _writer.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    private static int Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteNonQuery();
    }

    private static (long First, long Second)? ReadTwo(SqliteCommand command, object key)
    {
        command.Parameters[0].Value = key;
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)) : null;
    }

    private sealed record QueuedWrite(Action Write)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
