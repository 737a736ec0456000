using System.Collections.Concurrent;

namespace Recoil.Bench.Load;

/// <summary>Limits the shots in progress and records their latencies.</summary>
/// <param name="concurrency">Shots in progress at once, 1 or more.</param>
internal sealed class LoadWindow(int concurrency) : IDisposable
{
    /// <summary>Far longer than any measured shot takes.</summary>
    private static readonly TimeSpan s_completionTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, long> _startedAt = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly SemaphoreSlim _slots = new(concurrency);
    private string? _failure;

    /// <summary>Time from start to completion of every completed shot, in milliseconds.</summary>
    public IEnumerable<double> Milliseconds => _milliseconds;

    /// <summary>Waits for a free slot and starts the shot's clock.</summary>
    /// <exception cref="BenchFailedException">The measurement failed, or no shot completed within the timeout.</exception>
    public async Task StartAsync(string shotId, CancellationToken cancellationToken)
    {
        await AcquireAsync(cancellationToken);
        _startedAt[shotId] = TimeProvider.System.GetTimestamp();
        ThrowIfFailed();
    }

    /// <summary>Completes a shot and frees its slot.</summary>
    /// <param name="shotId">The shot; ignored if it never started or has completed before.</param>
    /// <param name="error">The error if it ended with an unexpected status, which fails the measurement; null otherwise.</param>
    public void Complete(string shotId, string? error)
    {
        if (!_startedAt.TryRemove(shotId, out var startedAt))
            return;
        if (error is not null)
            Fail(error);
        _milliseconds.Add(TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds);
        _slots.Release();
    }

    /// <summary>Fails the measurement; the first reason is kept.</summary>
    public void Fail(string reason)
    {
        _failure ??= reason;

        // Wakes a waiting caller, which then throws.
        _slots.Release();
    }

    /// <summary>Waits until no shot is in progress.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < concurrency; i++)
        {
            await AcquireAsync(cancellationToken);
            ThrowIfFailed();
        }

        _slots.Release(concurrency);
    }

    /// <summary>Discards the recorded latencies.</summary>
    public void Reset() => _milliseconds.Clear();

    public void Dispose() => _slots.Dispose();

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        if (!await _slots.WaitAsync(s_completionTimeout, cancellationToken))
            throw new BenchFailedException($"No shot completed within {s_completionTimeout.TotalSeconds:F0} s; {_startedAt.Count} are in progress.");
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new BenchFailedException(_failure);
    }
}
