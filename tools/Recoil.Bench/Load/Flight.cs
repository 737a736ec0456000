using System.Collections.Concurrent;

namespace Recoil.Bench.Load;

/// <summary>The shots under way, at most as many as asked for.</summary>
internal sealed class Flight(int concurrency) : IDisposable
{
    /// <summary>Nothing that is measured takes nearly as long.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, long> _startedAt = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly SemaphoreSlim _places = new(concurrency);
    private string? _wrong;

    /// <summary>From request to end, of every shot that has landed.</summary>
    public IEnumerable<double> Milliseconds => _milliseconds;

    public async Task TakeOffAsync(string shotId, CancellationToken cancellationToken)
    {
        await TakePlaceAsync(cancellationToken);
        _startedAt[shotId] = TimeProvider.System.GetTimestamp();
        ThrowIfWrong();
    }

    /// <param name="shotId">The shot that has ended; one that never took off, or has landed before, is passed over.</param>
    /// <param name="mistake">What is wrong with how it ended; null when nothing is.</param>
    public void Land(string shotId, string? mistake)
    {
        if (!_startedAt.TryRemove(shotId, out var startedAt))
            return;
        if (mistake is not null)
            Fail(mistake);
        _milliseconds.Add(TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds);
        _places.Release();
    }

    /// <summary>Ends the measurement with this reason, whatever lands.</summary>
    public void Fail(string why)
    {
        _wrong ??= why;

        // Whoever waits for a place is woken to see it.
        _places.Release();
    }

    /// <summary>Waits until nothing is under way; the places are free again afterwards.</summary>
    public async Task AllLandedAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < concurrency; i++)
        {
            await TakePlaceAsync(cancellationToken);
            ThrowIfWrong();
        }

        _places.Release(concurrency);
    }

    /// <summary>Forgets the latencies so far.</summary>
    public void Reset() => _milliseconds.Clear();

    public void Dispose() => _places.Dispose();

    private async Task TakePlaceAsync(CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(s_patience, cancellationToken))
            throw new BenchFailedException($"No shot has ended for {s_patience.TotalSeconds:F0} s; {_startedAt.Count} are under way.");
    }

    private void ThrowIfWrong()
    {
        if (_wrong is not null)
            throw new BenchFailedException(_wrong);
    }
}
