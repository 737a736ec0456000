using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts;

namespace Recoil.Cli.Bench;

/// <summary>Makes a take at once.</summary>
internal sealed class InstantGenerator : IConsumer<GenerateTake>
{
    /// <summary>US dollars.</summary>
    public const decimal Price = 0.04m;

    public Task Consume(ConsumeContext<GenerateTake> context) => context.Publish(new GenerationCompleted
    {
        CorrelationId = context.Message.CorrelationId,
        TakeId = context.Message.TakeId,
        Success = true,
        Output = $"takes/{context.Message.ShotId}_a{context.Message.Attempt}t{context.Message.Take}.png",
        Cost = Price,
        ProviderJob = "bench",
    });
}

/// <summary>Judges a take at once.</summary>
internal sealed class InstantCritic(BenchPath path) : IConsumer<CritiqueTake>
{
    public Task Consume(ConsumeContext<CritiqueTake> context) => context.Publish(new CriticVerdict
    {
        CorrelationId = context.Message.CorrelationId,
        TakeId = context.Message.TakeId,
        Success = path.Gate.Passed,
        Gate = path.Gate,
        Score = path.Gate.Passed ? 1 : 0.2,
    });
}

/// <summary>Waits for the end of every shot.</summary>
internal sealed class BenchWatcher(BenchFlight flight) : IConsumer<ShotCompleted>
{
    public Task Consume(ConsumeContext<ShotCompleted> context)
    {
        flight.Land(context.Message);
        return Task.CompletedTask;
    }
}

/// <summary>The shots under way, at most as many as asked for.</summary>
internal sealed class BenchFlight(BenchPath path, int concurrency) : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _startedAt = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly SemaphoreSlim _places = new(concurrency);
    private string? _wrong;

    public IEnumerable<double> Milliseconds => _milliseconds;

    public async Task TakeOffAsync(string shotId, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        _startedAt[shotId] = TimeProvider.System.GetTimestamp();
        ThrowIfWrong();
    }

    public void Land(ShotCompleted result)
    {
        if (!_startedAt.TryRemove(result.ShotId, out var startedAt))
            return;
        if (result.Status != path.Status)
            _wrong ??= $"Shot {result.ShotId} ended {SnakeCase.Of(result.Status)} on the {path.Name} path; {SnakeCase.Of(path.Status)} was expected.";
        _milliseconds.Add(TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds);
        _places.Release();
    }

    /// <summary>Waits until nothing is under way; the places are free again afterwards.</summary>
    public async Task AllLandedAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < concurrency; i++)
            await _places.WaitAsync(cancellationToken);
        _places.Release(concurrency);
        ThrowIfWrong();
    }

    /// <summary>Forgets the latencies so far.</summary>
    public void Reset() => _milliseconds.Clear();

    public void Dispose() => _places.Dispose();

    private void ThrowIfWrong()
    {
        if (_wrong is not null)
            throw new InvalidOperationException(_wrong);
    }
}
