using Recoil.Cli.Commands;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Shots;

namespace Recoil.Cli.Statuses;

/// <summary>What a command is about: a run, or one shot of a run.</summary>
/// <param name="Project">The project.</param>
/// <param name="RunId">The run.</param>
/// <param name="ShotId">The shot; null for the whole run.</param>
internal sealed record RunOrShotName(string Project, string RunId, string? ShotId)
{
    public string FullName => ShotId is null ? $"{Project}/{RunId}" : $"{Project}/{RunId}/{ShotId}";

    /// <summary>What is typed: <c>RUN</c>, <c>RUN/SHOT</c>, <c>PROJECT/RUN</c> or <c>PROJECT/RUN/SHOT</c>.</summary>
    /// <exception cref="CommandFailedException">There is no such run or shot, or more than one.</exception>
    public static async Task<RunOrShotName> FindAsync(string typed, IShotArchive archive, CancellationToken cancellationToken)
    {
        var parts = typed.Split('/');
        if (parts.Any(part => part.Length == 0))
            throw new CommandFailedException($"{Shown.OneLine(typed)}: is no run or shot. Write RUN, RUN/SHOT, PROJECT/RUN or PROJECT/RUN/SHOT.");
        return parts switch
        {
            [_] => Of(await RunName.FindAsync(typed, null, archive, cancellationToken)),
            [var first, var second] => await RunOrShotAsync(typed, first, second, archive, cancellationToken),
            [var project, var run, var shot] => await ShotAsync(project, run, shot, archive, cancellationToken),
            _ => throw new CommandFailedException($"{Shown.OneLine(typed)}: is no run or shot. Write RUN, RUN/SHOT, PROJECT/RUN or PROJECT/RUN/SHOT."),
        };
    }

    private static RunOrShotName Of(RunSummary run) => new(run.Run.Project, run.Run.RunId, null);

    private static async Task<RunOrShotName> RunOrShotAsync(string typed, string first, string second, IShotArchive archive, CancellationToken cancellationToken)
    {
        var found = new List<RunOrShotName>();
        foreach (var run in (await archive.ListRunsAsync(RunName.LookedAt, cancellationToken)).Where(run => run.Run.RunId == first))
        {
            if (await archive.HasShotAsync(run.Run.Project, first, second, cancellationToken))
                found.Add(Of(run) with { ShotId = second });
        }

        if (await archive.SummarizeRunAsync(first, second, cancellationToken) is { } named)
            found.Add(Of(named));
        return found switch
        {
            [var one] => one,
            [] => throw await UnknownAsync(typed, first, second, archive, cancellationToken),
            _ => throw new CommandFailedException($"{typed}: this may mean {string.Join(" or ", found.Select(target => target.FullName))}. Write out which."),
        };
    }

    private static async Task<RunOrShotName> ShotAsync(string project, string runId, string shotId, IShotArchive archive, CancellationToken cancellationToken)
    {
        var run = await archive.SummarizeRunAsync(project, runId, cancellationToken);
        if (await archive.HasShotAsync(project, runId, shotId, cancellationToken) || await archive.FindAsync(project, runId, shotId, cancellationToken) is not null)
            return new RunOrShotName(project, runId, shotId);
        throw run is null
            ? new CommandFailedException($"{project}/{runId}: no such run. recoil status lists the runs.")
            : await NoShotAsync(run, shotId, archive, cancellationToken);
    }

    private static async Task<CommandFailedException> UnknownAsync(string typed, string first, string second, IShotArchive archive, CancellationToken cancellationToken)
    {
        var runs = (await archive.ListRunsAsync(RunName.LookedAt, cancellationToken)).Where(run => run.Run.RunId == first).ToList();
        return runs is [var run, ..] ? await NoShotAsync(run, second, archive, cancellationToken) : new CommandFailedException($"{Shown.OneLine(typed)}: no such run or shot. recoil status lists the runs.");
    }

    private static async Task<CommandFailedException> NoShotAsync(RunSummary run, string shotId, IShotArchive archive, CancellationToken cancellationToken)
    {
        var shots = (await archive.LookUpRunAsync(run.Run.Project, run.Run.RunId, cancellationToken))?.Shots ?? [];
        var near = Spelling.Nearest(shotId, shots.Select(shot => shot.ShotId));
        return new CommandFailedException(
            $"{RunName.FullName(run)}/{Shown.OneLine(shotId)}: the run has no such shot. {(near is null ? $"recoil status {RunName.FullName(run)} lists them." : $"Did you mean {near}?")}");
    }
}
