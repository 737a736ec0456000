using System.Collections.Concurrent;
using MassTransit;
using Recoil.Contracts;
using Recoil.Storage;
using Recoil.Storage.Reviews;

namespace Recoil.Chaos.Shots;

/// <summary>Everybody outside: asks for shots, cancels some, and decides on what is put before people.</summary>
internal sealed class Planner(IBus bus, IReviewEntries entries, ChaosOptions options, Action<string> tell)
{
    private const string Person = "chaos";
    private const int EntriesAtOnce = 1_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestWish = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, bool> _decided = new();

    /// <summary>Asks for the shots over the first three quarters of the time.</summary>
    public async Task AskAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var dice = new Random(options.Seed + 2);
        var pause = options.Duration * 0.75 / shots.Count;
        var cancelling = new List<Task>();
        foreach (var shot in shots)
        {
            await SendAsync(shot.Request, shot.Request.ShotId, cancellationToken);
            if (shot.Kind.Cancelled)
                cancelling.Add(CancelAsync(shot.Request, s_longestWish * dice.NextDouble(), cancellationToken));
            await Task.Delay(pause, cancellationToken);
        }

        await Task.WhenAll(cancelling);
    }

    /// <summary>Decides on what is put before people, until stopped.</summary>
    public async Task DecideAsync(IReadOnlyList<ChaosShot> shots, CancellationToken cancellationToken)
    {
        var decisions = shots.Where(s => s.Kind.Decision is not null).ToDictionary(s => s.CorrelationId, s => s.Kind.Decision!.Value);
        try
        {
            while (true)
            {
                foreach (var entry in await OpenEntriesAsync(cancellationToken))
                {
                    if (decisions.TryGetValue(entry.Request.CorrelationId, out var decision) && _decided.TryAdd(entry.ReviewId, true))
                        await SendAsync(new DecideReview { ReviewId = entry.ReviewId, Decision = decision, By = Person }, entry.Request.ShotId, cancellationToken);
                }

                await Task.Delay(s_pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Everything has come to rest.
        }
    }

    /// <summary>None while the database is away; people look again, too.</summary>
    private async Task<IReadOnlyList<ReviewEntry>> OpenEntriesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await entries.ListOpenAsync(ChaosShots.Project, EntriesAtOnce, cancellationToken);
        }
        catch (StorageUnavailableException) when (options.Database is not null)
        {
            return [];
        }
    }

    private async Task CancelAsync(ShotRequested request, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        await SendAsync(
            new CancelShot { Project = request.Project, RunId = request.RunId, ShotId = request.ShotId, By = Person }, request.ShotId, cancellationToken);
    }

    /// <summary>What the broker did not confirm is sent again, as any planner should.</summary>
    private async Task SendAsync<T>(T message, string shotId, CancellationToken cancellationToken) where T : class
    {
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            try
            {
                await bus.Publish(message, patience.Token);
                return;
            }
            catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
            {
                tell($"sending {typeof(T).Name} for {shotId} again: {broken.GetType().Name}");
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
