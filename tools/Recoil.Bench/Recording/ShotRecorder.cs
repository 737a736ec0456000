using System.Collections.Concurrent;
using Recoil.Bench.Limit;
using Recoil.Bench.Load;
using Recoil.Contracts;

namespace Recoil.Bench.Recording;

/// <summary>Follows single shots through the services, to learn what a shot takes.</summary>
internal sealed class ShotRecorder(Planner planner, TrafficTap tap, IDocumentSampler documents)
{
    /// <summary>A look at a document may come too late for a version; another shot's may come in time.</summary>
    private const int MostShots = 200;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs shots one after the other until every step has been seen.</summary>
    /// <exception cref="BenchFailedException">The steps could not be seen.</exception>
    public async Task<Script> RecordAsync(BenchPath path, CancellationToken cancellationToken)
    {
        var seen = new ConcurrentDictionary<long, byte[]>();
        BenchFailedException? last = null;
        for (var number = 0; number < MostShots; number++)
        {
            var run = $"{path.Name}-recorded-{number}";
            var shot = ShotIdentity.OfShot("bench", run, $"{run}-000000");
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var looking = Task.Factory.StartNew(
                () => Look(shot, seen, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await planner.FlyAsync(path, run, shots: 1, concurrency: 1, cancellationToken);
            await ended.CancelAsync();
            await looking;
            if (number == 0 || seen.IsEmpty || seen.Count < seen.Keys.Max())
                continue;

            // The tap may hear the end later than the planner does.
            while (!tap.Heard.Any(message => message.Shot == shot && message.Type == "ShotCompleted"))
                await Task.Delay(s_pause, cancellationToken);
            try
            {
                return ScriptWriter.Write([.. tap.Heard.Where(message => message.Shot == shot)], [.. seen.OrderBy(version => version.Key).Select(version => version.Value)]);
            }
            catch (BenchFailedException torn)
            {
                // On a busy machine a shot may have one step more, such as a timer's; the next one is followed afresh.
                last = torn;
                seen.Clear();
            }
        }

        throw last ?? new BenchFailedException($"Of {MostShots} shots no look at the store found every step.");
    }

    private void Look(Guid shot, ConcurrentDictionary<long, byte[]> seen, CancellationToken ended)
    {
        do
        {
            if (documents.Read(shot) is { } found)
                seen[found.Version] = found.Document;
        }
        while (!ended.IsCancellationRequested);
    }
}
