using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Statuses;
using Recoil.Contracts;
using Recoil.Reports.Html;
using Recoil.Shots;

namespace Recoil.Cli.Cancelling;

/// <summary>One <c>recoil cancel</c>: sends the command and reads the result from the store.</summary>
internal sealed class CancelSession(CommandEnvironment environment, CancelOptions options)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // The shot saga's state while a take that may be bought is awaited.
    private const string Cancelling = "Cancelling";

    /// <returns>0 when it was taken in, also when nothing was left to cancel.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner { Environment = environment }.RunAsync(CancelAsync, stop);

    private async Task<int> CancelAsync(CancellationToken stop)
    {
        var by = options.By ?? environment.User ?? throw new CommandFailedException("--by: missing, and USER is not set. Say who you are.");
        var transport = Connection.Broker(options.Data, environment);
        await using var store = StoreClient.Open(options.Data, environment);
        var target = await RunOrShotName.FindAsync(options.What, store.Archive, stop);
        var before = await StandingAsync(target, store.Archive, stop);
        if (before.Shots.TrueForAll(shot => shot.Result is not null))
        {
            await environment.Out.WriteLineAsync($"{target.FullName}: {(target.ShotId is null ? "every shot has ended" : $"it has ended as {SnakeCase.Of(before.Shots[0].Result!.Status)}")}; nothing is left to cancel.");
            return ExitCode.Ok;
        }

        await using var bus = await BusClient.ConnectAsync(transport, stop);
        if (target.ShotId is { } shotId)
            await bus.PublishAsync(new CancelShot { Project = target.Project, RunId = target.RunId, ShotId = shotId, By = by, Reason = options.Reason }, stop);
        else
            await bus.PublishAsync(new CancelRun { Project = target.Project, RunId = target.RunId, By = by, Reason = options.Reason }, stop);

        var started = environment.Time.GetTimestamp();
        var after = await StandingAsync(target, store.Archive, stop);
        while (!after.IsTakenIn && environment.Time.GetElapsedTime(started) < s_timeout)
        {
            await Task.Delay(s_pause, environment.Time, stop);
            after = await StandingAsync(target, store.Archive, stop);
        }

        await environment.Out.WriteLineAsync($"{target.FullName}: {Describe(before, after)}.");
        return after.IsTakenIn
            ? ExitCode.Ok
            : throw new CommandFailedException($"The shots service has not taken it in within {s_timeout.TotalSeconds:F0} s; it will when it runs. recoil status {target.Project}/{target.RunId} shows it.") { ExitCode = ExitCode.Failed };
    }

    private static async Task<Standing> StandingAsync(RunOrShotName target, IShotArchive archive, CancellationToken cancellationToken)
    {
        var run = await archive.LookUpRunAsync(target.Project, target.RunId, cancellationToken);
        var ids = target.ShotId is { } one ? [one] : run?.Shots.Select(shot => shot.ShotId) ?? [];
        var shots = new List<ShotStanding>();
        foreach (var id in ids)
        {
            var shot = await archive.FindAsync(target.Project, target.RunId, id, cancellationToken);
            shots.Add(new ShotStanding(shot is not null, shot?.State, shot?.Result));
        }

        return new Standing(target.ShotId is null, run?.CancelledBy is not null || run?.Result is not null, shots);
    }

    private static string Describe(Standing before, Standing after)
    {
        var pairs = before.Shots.Zip(after.Shots).ToList();
        var counts = new (int Count, string What)[]
        {
            (pairs.Count(pair => pair.First.Result is null && pair.Second.Result?.Status == ShotStatus.Cancelled), "cancelled"),
            (after.Shots.Count(shot => shot.Result is null && shot.State == Cancelling), "cancelled as soon as a take that is bought already is there"),
            (pairs.Count(pair => pair.First.Result is null && pair.Second.Result is { Status: not ShotStatus.Cancelled }), "ended before it was cancelled"),
            (after.Shots.Count(shot => !shot.Begun), after.IsRun ? "never begun" : "not begun"),
            (after.Shots.Count(shot => shot is { Begun: true, Result: null } && shot.State != Cancelling), "still under way"),
            (before.Shots.Count(shot => shot.Result is not null), "had ended before"),
        };
        return string.Join(", ", counts.Where(count => count.Count > 0).Select(count => $"{Words.Count(count.Count, "shot", "shots")} {count.What}"));
    }

    /// <param name="IsRun">Whether the whole run is to be cancelled.</param>
    /// <param name="RunKnows">Whether the run knows that it is cancelled, or is over.</param>
    /// <param name="Shots">The shots that are to be cancelled.</param>
    private sealed record Standing(bool IsRun, bool RunKnows, List<ShotStanding> Shots)
    {
        public bool IsTakenIn => (!IsRun || RunKnows) && Shots.TrueForAll(shot => shot.Result is not null || shot.State == Cancelling || (IsRun && !shot.Begun));
    }

    private sealed record ShotStanding(bool Begun, string? State, ShotCompleted? Result);
}
