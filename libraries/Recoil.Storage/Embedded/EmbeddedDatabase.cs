using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Recoil.Storage.Embedded;

/// <summary>
/// Owns the file <c>recoil.db</c>. All writes of the process go through one thread, which commits everything that waits
/// together: one flush to disk serves many callers. Reads run on the caller's thread and never wait for a writer.
/// Several processes may have the file open.
/// </summary>
internal sealed class EmbeddedDatabase : IDisposable
{
    private const int LargestBatch = 512;

    /// <summary>A batch larger than this shows that many write at once.</summary>
    private const int BusyBatch = 4;

    /// <summary>How long the writer lets others come to a busy batch: far less than they would wait for a flush of their own.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);


    private readonly TimeSpan _lockTimeout;
    private readonly Session _writer;
    private readonly Thread _writing;
    private readonly ConcurrentBag<Session> _idleReaders = [];

    // A synchronous continuation only wakes the writer's thread, so it need not travel through the thread pool.
    private readonly Channel<WriteOperation> _waiting = Channel.CreateUnbounded<WriteOperation>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private int _disposed;

    public EmbeddedDatabase(EmbeddedStoreOptions options)
    {
        if (options.LockTimeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), options.LockTimeout, "The lock timeout must be more than 0.");

        _lockTimeout = options.LockTimeout;
        File = Path.Combine(DataFolder.Make(options.DataFolder), "recoil.db");
        _writer = Session.OpenWriter(File, _lockTimeout);
        try
        {
            Schema.Ensure(_writer, File);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }

        _writing = new Thread(WriteUntilDisposed) { IsBackground = true, Name = "recoil.db writer" };
        _writing.Start();
    }

    public string File { get; }

    public EmbeddedStoreStatistics Statistics { get; } = new();

    /// <summary>Runs a write in a transaction; the task ends when it is on disk.</summary>
    /// <param name="kind">What it is counted as.</param>
    /// <param name="run">The write. May run more than once, so it has no effect but on the session.</param>
    /// <param name="arguments">Passed to <paramref name="run"/>.</param>
    /// <param name="cancellationToken">Takes the write back while it waits; once begun, it ends.</param>
    public Task<TResult> WriteAsync<TArguments, TResult>(
        WriteKind kind, Func<Session, TArguments, TResult> run, TArguments arguments, CancellationToken cancellationToken)
    {
        var operation = new WriteOperation<TArguments, TResult>(kind, run, arguments, cancellationToken);
        return _waiting.Writer.TryWrite(operation)
            ? operation.Task
            : Task.FromException<TResult>(new ObjectDisposedException(nameof(EmbeddedDatabase)));
    }

    /// <summary>Runs a read on the caller's thread: a row in memory costs less than changing threads.</summary>
    public Task<TResult> ReadAsync<TArguments, TResult>(
        Func<Session, TArguments, TResult> run, TArguments arguments, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TResult>(cancellationToken);

        try
        {
            var session = RentReader();
            try
            {
                return Task.FromResult(run(session, arguments));
            }
            finally
            {
                ReturnReader(session);
            }
        }
        catch (Exception exception)
        {
            return Task.FromException<TResult>(exception);
        }
    }

    /// <summary>Writes what waits, then closes the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        _waiting.Writer.Complete();
        _writing.Join();
        DisposeIdleReaders();
        _writer.Dispose();
    }

    private void WriteUntilDisposed()
    {
        var batch = new List<WriteOperation>(LargestBatch);
        var busy = false;
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            // Callers that the last commit released soon write again: a flush that waits for them serves them all.
            if (busy)
                Thread.Sleep(s_gathering);
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var operation))
            {
                if (!operation.EndIfCancelled())
                    batch.Add(operation);
            }

            if (batch.Count > 0)
                Write(batch);

            busy = batch.Count > BusyBatch;
            batch.Clear();
        }
    }

    private void Write(List<WriteOperation> batch)
    {
        try
        {
            RunInTransaction(batch);
        }
        catch (BeginFailedException exception)
        {
            foreach (var operation in batch)
                operation.Fail(exception.InnerException!);

            return;
        }
        catch (Exception exception) when (batch.Count == 1)
        {
            batch[0].Fail(exception);
            return;
        }
        catch (Exception)
        {
            // One of them is at fault. Alone, each ends as it should, and the one reports its own failure.
            Statistics.CountRunAlone();
            WriteAlone(batch);
            return;
        }

        foreach (var operation in batch)
            operation.Confirm();
    }

    private void WriteAlone(List<WriteOperation> batch)
    {
        var one = new List<WriteOperation>(1);
        foreach (var operation in batch)
        {
            one.Clear();
            one.Add(operation);
            Write(one);
        }
    }

    private void RunInTransaction(List<WriteOperation> batch)
    {
        try
        {
            _writer.BeginImmediate();
        }
        catch (Exception exception)
        {
            throw new BeginFailedException(exception);
        }

        try
        {
            foreach (var operation in batch)
                operation.Run(_writer);

            _writer.Commit();
        }
        catch
        {
            _writer.Rollback();
            throw;
        }

        Statistics.CountCommitted(batch);
    }

    private Session RentReader()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _idleReaders.TryTake(out var session) ? session : Session.OpenReader(File, _lockTimeout);
    }

    private void ReturnReader(Session session)
    {
        _idleReaders.Add(session);
        if (Volatile.Read(ref _disposed) != 0)
            DisposeIdleReaders();
    }

    private void DisposeIdleReaders()
    {
        while (_idleReaders.TryTake(out var session))
            session.Dispose();
    }

    /// <summary>The transaction could not begin, so no operation is at fault and running them alone would not help.</summary>
    private sealed class BeginFailedException(Exception reason) : Exception(reason.Message, reason);
}
