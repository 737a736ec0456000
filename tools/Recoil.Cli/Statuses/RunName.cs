using Recoil.Cli.Commands;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Shots;

namespace Recoil.Cli.Statuses;

/// <summary>Runs by what is typed for them: <c>RUN</c> or <c>PROJECT/RUN</c>.</summary>
internal static class RunName
{
    /// <summary>How many runs a name without a project is searched in.</summary>
    public const int LookedAt = 2000;

    /// <exception cref="CommandFailedException">There is no such run, or more than one.</exception>
    public static async Task<RunSummary> FindAsync(string typed, string? project, IShotArchive archive, CancellationToken cancellationToken)
    {
        var parts = typed.Split('/');
        if (parts is [{ Length: > 0 } given, { Length: > 0 } runId])
            return await archive.SummarizeRunAsync(given, runId, cancellationToken) ?? throw await UnknownAsync(typed, archive, cancellationToken);
        if (parts is not [{ Length: > 0 }])
            throw new CommandFailedException($"{Shown.OneLine(typed)}: is no run. Write RUN or PROJECT/RUN.");
        if (project is not null)
            return await archive.SummarizeRunAsync(project, typed, cancellationToken) ?? throw await UnknownAsync($"{project}/{typed}", archive, cancellationToken);

        var found = (await archive.ListRunsAsync(LookedAt, cancellationToken)).Where(run => run.Run.RunId == typed).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw await UnknownAsync(typed, archive, cancellationToken),
            _ => throw new CommandFailedException(
                $"{typed}: {found.Count} projects have such a run. Say which: {string.Join(" or ", found.Select(FullName).Order(StringComparer.Ordinal))}."),
        };
    }

    public static string FullName(RunSummary run) => $"{run.Run.Project}/{run.Run.RunId}";

    private static async Task<CommandFailedException> UnknownAsync(string typed, IShotArchive archive, CancellationToken cancellationToken)
    {
        var runs = await archive.ListRunsAsync(LookedAt, cancellationToken);
        var near = typed.Contains('/', StringComparison.Ordinal)
            ? Spelling.Nearest(typed, runs.Select(FullName))
            : Spelling.Nearest(typed, runs.Select(run => run.Run.RunId));
        return new CommandFailedException($"{Shown.OneLine(typed)}: no such run. {(near is null ? "recoil status lists the runs." : $"Did you mean {near}?")}");
    }
}
