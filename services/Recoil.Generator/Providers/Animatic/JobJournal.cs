using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>
/// The provider's own journal of accepted jobs: one JSON line a job in <c>jobs.jsonl</c>. A job is accepted once for an external id.
/// Several processes may share a journal; a line that a crash left unfinished is skipped.
/// </summary>
internal sealed class JobJournal(string folder, TimeProvider time) : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<Guid, Job> _jobs = [];
    private long _readTo;

    /// <summary>Accepts a job, or finds the one that was accepted for this external id before.</summary>
    public Task<Job> AcceptAsync(Guid externalId, decimal cost, CancellationToken cancellationToken) => LockedAsync(
        book =>
        {
            if (_jobs.TryGetValue(externalId, out var known))
            {
                // Written down, because a customer that submits twice does not know what it bought.
                Append(book, known with { Submits = known.Submits + 1 });
                return known;
            }

            var job = new Job(externalId, $"anim-{Guid.CreateVersion7():N}", cost, time.GetUtcNow());
            Append(book, job);
            return job;
        },
        cancellationToken);

    /// <summary>The job that was accepted for an external id, or null.</summary>
    public Task<Job?> FindAsync(Guid externalId, CancellationToken cancellationToken) =>
        LockedAsync(_ => _jobs.GetValueOrDefault(externalId), cancellationToken);

    /// <summary>Takes the price off a job that could not be delivered.</summary>
    public Task WaiveAsync(Guid externalId, CancellationToken cancellationToken) => LockedAsync(
        book =>
        {
            if (_jobs.TryGetValue(externalId, out var job) && job.Cost != 0)
                Append(book, job with { Cost = 0 });
            return 0;
        },
        cancellationToken);

    /// <summary>Every accepted job with what it costs in the end.</summary>
    public Task<IReadOnlyList<Job>> ReadAsync(CancellationToken cancellationToken) =>
        LockedAsync<IReadOnlyList<Job>>(_ => [.. _jobs.Values], cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task<T> LockedAsync<T>(Func<FileStream, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(folder);
            await using var hold = await LockAsync(cancellationToken);
            await using var book = new FileStream(Path.Combine(folder, "jobs.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            ReadNew(book);
            return work(book);
        }
        finally
        {
            _gate.Release();
        }
    }

    // The system lets go of the lock when its holder dies, so nothing is left behind by a crash.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "jobs.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(begun) < s_lockTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
            }
        }
    }

    private void ReadNew(FileStream book)
    {
        if (book.Length < _readTo)
        {
            // The file was truncated: read it from the start.
            _jobs.Clear();
            _readTo = 0;
        }

        book.Position = _readTo;
        var bytes = new byte[book.Length - _readTo];
        book.ReadExactly(bytes);
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                // Under the lock an unfinished line belongs to a process that died. Complete or not, it ends here.
                book.Position = book.Length;
                book.WriteByte((byte)'\n');
                book.Flush(flushToDisk: true);
                length = bytes.Length - start;
            }

            Learn(bytes.AsSpan(start, length));
            start += length + 1;
        }

        _readTo = book.Length;
    }

    private void Learn(ReadOnlySpan<byte> line)
    {
        try
        {
            if (JsonSerializer.Deserialize<Job>(line, s_json) is { Id.Length: > 0 } job)
                _jobs[job.ExternalId] = job;
        }
        catch (JsonException)
        {
            // A crash cut the line before the job was acknowledged, so no job exists.
        }
    }

    private void Append(FileStream book, Job job)
    {
        book.Position = book.Length;
        book.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(job, s_json) + "\n"));
        book.Flush(flushToDisk: true);
        _jobs[job.ExternalId] = job;
        _readTo = book.Length;
    }
}

/// <summary>A job that the provider has accepted.</summary>
/// <param name="ExternalId">The customer's id: the take.</param>
/// <param name="Id">The provider's id.</param>
/// <param name="Cost">What it charges in US dollars; null in a line that does not say it.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Submits">How often it was submitted; only the first one made a job.</param>
internal sealed record Job(Guid ExternalId, string Id, decimal? Cost, DateTimeOffset AcceptedAt, int Submits = 1)
{
    /// <summary>The bill; null where it is not written down what it charges.</summary>
    [JsonIgnore]
    public KnownCost? Bill => Cost is { } cost ? KnownCost.Reported(cost) : null;
}
