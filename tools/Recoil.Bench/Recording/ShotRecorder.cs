using System.Collections.Concurrent;
using Recoil.Bench.Limit;
using Recoil.Bench.Load;
using Recoil.Contracts;

namespace Recoil.Bench.Recording;

/// <summary>Records single shots in the services: their messages and documents.</summary>
internal sealed class ShotRecorder(LoadGenerator load, MessageRecorder recorder, IDocumentSampler documents)
{
    /// <summary>Sampling may miss a version of a document, so several shots are sampled.</summary>
    private const int MaximumShots = 200;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs shots one after the other until every step is recorded.</summary>
    /// <exception cref="BenchFailedException">No shot could be recorded completely.</exception>
    public async Task<Script> RecordAsync(BenchPath path, CancellationToken cancellationToken)
    {
        var seen = new ConcurrentDictionary<long, byte[]>();
        BenchFailedException? last = null;
        for (var number = 0; number < MaximumShots; number++)
        {
            var run = $"{path.Name}-recorded-{number}";
            var shot = ShotIdentity.OfShot("bench", run, $"{run}-000000");
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var sampling = Task.Factory.StartNew(
                () => Sample(shot, seen, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await load.RunAsync(path, run, shots: 1, concurrency: 1, cancellationToken);
            await ended.CancelAsync();
            await sampling;
            if (number == 0 || seen.IsEmpty || seen.Count < seen.Keys.Max())
                continue;

            // The recorder may receive the completion later than the load generator.
            while (!recorder.Messages.Any(message => message.Shot == shot && message.Type == "ShotCompleted"))
                await Task.Delay(s_pause, cancellationToken);
            try
            {
                return ScriptWriter.Write([.. recorder.Messages.Where(message => message.Shot == shot)], [.. seen.OrderBy(version => version.Key).Select(version => version.Value)]);
            }
            catch (BenchFailedException incomplete)
            {
                // On a busy machine a shot may have an extra step, such as a timer; record the next shot from scratch.
                last = incomplete;
                seen.Clear();
            }
        }

        throw last ?? new BenchFailedException($"Sampling {MaximumShots} shots did not find every step of one.");
    }

    private void Sample(Guid shot, ConcurrentDictionary<long, byte[]> seen, CancellationToken ended)
    {
        do
        {
            if (documents.Read(shot) is { } found)
                seen[found.Version] = found.Document;
        }
        while (!ended.IsCancellationRequested);
    }
}
