using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Statuses;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Shots;

namespace Recoil.Cli.Remaking;

/// <summary>One <c>recoil remake</c>: asks the run to make shots again, and says what it answers.</summary>
internal sealed class RemakeSession(CommandEnvironment environment, RemakeOptions options)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <returns>0 when at least one shot is made again.</returns>
    public Task<int> RunAsync(CancellationToken stop) => new CommandRunner { Environment = environment }.RunAsync(RemakeAsync, stop);

    private async Task<int> RemakeAsync(CancellationToken stop)
    {
        var by = options.By ?? environment.User ?? throw new CommandFailedException("--by: missing, and USER is not set. Say who you are.");
        var transport = Connection.Broker(options.Data, environment);
        await using var store = StoreClient.Open(options.Data, environment);
        var run = await RunName.FindAsync(options.Run, options.Project, store.Archive, stop);
        await CheckAsync(run, store.Archive, stop);

        await using var bus = await BusClient.ConnectAsync(transport, stop);
        var answer = await bus.AskAsync<RemakeShots, RemakeAnswered>(
            new RemakeShots
            {
                RemakeId = Guid.NewGuid(),
                Project = run.Run.Project,
                RunId = run.Run.RunId,
                Shots = options.Shots,
                After = options.After,
                By = by,
                Note = options.Note,
                EditedPrompt = options.Prompt,
                ExtraBudget = options.ExtraBudget,
            },
            "shots service", s_timeout, stop);
        if (answer.Refusal is { } refusal)
            throw new CommandFailedException($"{RunName.FullName(run)}: {refusal}") { ExitCode = ExitCode.Failed };
        if (answer.Remade.Count == 0)
            throw new CommandFailedException(string.Join(Environment.NewLine, RemakeText.LeftAlone(answer))) { ExitCode = ExitCode.Failed };
        foreach (var line in RemakeText.Of(answer))
            await environment.Out.WriteLineAsync(line);
        return ExitCode.Ok;
    }

    /// <exception cref="CommandFailedException">The run has no such shot, or nothing is made from it.</exception>
    private async Task CheckAsync(RunSummary run, IShotArchive archive, CancellationToken stop)
    {
        var plan = await archive.FindRunAsync(run.Run.Project, run.Run.RunId, stop);
        var shots = plan?.Shots ?? [];
        var known = shots.Select(shot => shot.ShotId).ToHashSet(StringComparer.Ordinal);
        foreach (var typed in options.Shots.Concat(options.After is { } after ? [after] : []).Where(typed => !known.Contains(typed)))
        {
            var near = Spelling.Nearest(typed, known);
            throw new CommandFailedException(
                $"{RunName.FullName(run)}/{Shown.OneLine(typed)}: the run has no such shot. {(near is null ? $"recoil status {RunName.FullName(run)} lists them." : $"Did you mean {near}?")}");
        }

        if (options is { After: { } first, Shots.Count: 0 } && !shots.Any(shot => ShotReferences.Of(shot).Contains(first, StringComparer.Ordinal)))
            throw new CommandFailedException($"{RunName.FullName(run)}/{Shown.OneLine(first)}: no shot is made from it. Name the shots to make again: recoil remake {RunName.FullName(run)} {Shown.OneLine(first)}");
    }
}
