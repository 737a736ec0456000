using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Cli.Tables;
using Recoil.Plans;
using Recoil.Reports;
using Recoil.Reports.Html;

namespace Recoil.Cli.Errors;

/// <summary>What <c>recoil errors</c> does with what needs a person before it goes on.</summary>
internal sealed class ErrorsSession(CommandEnvironment environment, string? data, bool json = false)
{
    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(1);

    public Task<int> ListAsync(CancellationToken stop) => RunAsync(
        async (entries, _) =>
        {
            var groups = ErrorGroup.Of(entries);
            if (json)
            {
                await WriteJsonAsync(groups.Select(group => new
                {
                    group.Id, Queue = group.Place, group.Type, group.Cause, Count = group.Entries.Count, group.First, group.Last, Example = group.Entries[0].Subject ?? "-",
                }));
                return ExitCode.Ok;
            }

            if (groups.Count == 0)
            {
                await environment.Error.WriteLineAsync("No message has failed.");
                return ExitCode.Ok;
            }

            var table = new TextTable("group", new Column("count", Right: true), "queue", "message", "cause", "first", "last", "example");
            foreach (var group in groups)
            {
                table.Add(
                    group.Id, group.Entries.Count.ToString(), group.Place, Shown.OneLine(group.Type), Shown.OneLine(group.Cause, 100),
                    Time(group.First), Time(group.Last), Shown.OneLine(group.Entries[0].Subject ?? "-"));
            }

            table.Write(environment.Out, environment.OutIsTerminal);
            return ExitCode.Ok;
        },
        stop);

    public Task<int> ShowAsync(string typed, int limit, CancellationToken stop) => RunAsync(
        async (entries, cancellationToken) =>
        {
            var chosen = ErrorGroup.Find(typed, ErrorGroup.Of(entries));
            var shown = new List<(ErrorEntry Entry, string? Body)>();
            foreach (var entry in chosen.Take(limit))
                shown.Add((entry, await entry.Source.ReadAsync(entry, cancellationToken)));
            if (json)
            {
                await WriteJsonAsync(shown.Select(one => new
                {
                    one.Entry.Id, Queue = one.Entry.Place, one.Entry.Type, one.Entry.Cause, one.Entry.At, MessageId = one.Entry.Subject, one.Body,
                }));
                return ExitCode.Ok;
            }

            foreach (var (entry, body) in shown)
            {
                await environment.Out.WriteLineAsync($"id       {entry.ShortId}");
                await environment.Out.WriteLineAsync($"queue    {entry.Place}");
                await environment.Out.WriteLineAsync($"message  {Shown.OneLine(entry.Type)} {Shown.OneLine(entry.Subject ?? "-")}");
                await environment.Out.WriteLineAsync($"at       {Time(entry.At)}");
                await environment.Out.WriteLineAsync($"cause    {Shown.OneLine(entry.Cause, 1000)}");
                await environment.Out.WriteLineAsync($"body     {Shown.OneLine(body ?? "not there any more", 4000)}");
                await environment.Out.WriteLineAsync();
            }

            if (chosen.Count > limit)
                await environment.Error.WriteLineAsync($"{chosen.Count - limit} more; --limit shows them.");
            return ExitCode.Ok;
        },
        stop);

    /// <param name="typed">A group or an entry; null for all.</param>
    /// <param name="stop">Ends the command after the entry in hand.</param>
    public Task<int> RetryAsync(string? typed, CancellationToken stop) => RunAsync(
        (entries, cancellationToken) => SettleAsync(Choose(typed, entries), entry => entry.Source.RetryAsync(entry, edited: null, CancellationToken.None), cancellationToken), stop);

    /// <param name="typed">One entry.</param>
    /// <param name="file">The file with the corrected message; null opens an editor.</param>
    /// <param name="stop">Ends the command.</param>
    public Task<int> EditAsync(string typed, string? file, CancellationToken stop) => RunAsync(
        async (entries, cancellationToken) =>
        {
            var entry = ErrorGroup.Find(typed, ErrorGroup.Of(entries)) is [var one]
                ? one
                : throw new CommandFailedException($"{Shown.OneLine(typed)}: a group of several messages. Name one message; recoil errors show {Shown.OneLine(typed)} lists them.");
            var edited = file is null ? await EditAsync(entry, cancellationToken) : await ReadAsync(file, cancellationToken);
            if (edited is null)
            {
                await environment.Error.WriteLineAsync("Nothing was changed, and nothing was sent.");
                return ExitCode.Ok;
            }

            return await SettleAsync([entry], chosen => chosen.Source.RetryAsync(chosen, edited, CancellationToken.None), cancellationToken);
        },
        stop);

    public Task<int> DiscardAsync(string? typed, bool yes, CancellationToken stop) => RunAsync(
        (entries, cancellationToken) =>
        {
            // A saga is more than a message: it is given up by name only.
            var chosen = typed is null ? [.. entries.Where(entry => entry.Source is not SetAsideSagaSource)] : Choose(typed, entries);
            return yes
                ? SettleAsync(chosen, entry => entry.Source.DiscardAsync(entry, CancellationToken.None), cancellationToken)
                : throw new CommandFailedException($"This would discard {Words.Count(chosen.Count, "message", "messages")} for good. Add --yes to do it.");
        },
        stop);

    private Task<int> RunAsync(Func<IReadOnlyList<ErrorEntry>, CancellationToken, Task<int>> act, CancellationToken stop) => new CommandRunner { Environment = environment, Json = json }.RunAsync(
        async cancellationToken =>
        {
            await using var messages = await FailedMessageSource.ConnectAsync(data, environment, cancellationToken);
            await using var sagas = await OpenSagasAsync();
            var entries = new List<ErrorEntry>();
            foreach (var source in new IErrorSource?[] { messages, sagas }.OfType<IErrorSource>())
                entries.AddRange(await source.ListAsync(cancellationToken));
            return await act(entries, cancellationToken);
        },
        stop);

    /// <summary>Messages are shown without the services' store, too: the review queue has them.</summary>
    private async Task<SetAsideSagaSource?> OpenSagasAsync()
    {
        try
        {
            return SetAsideSagaSource.Open(data, environment);
        }
        catch (CommandFailedException unknown)
        {
            await environment.Error.WriteLineAsync($"Sagas that are set aside are not shown. {unknown.Message}");
            return null;
        }
    }

    private static IReadOnlyList<ErrorEntry> Choose(string? typed, IReadOnlyList<ErrorEntry> entries) =>
        typed is null ? entries : ErrorGroup.Find(typed, ErrorGroup.Of(entries));

    /// <summary>Settles one entry after the other, the oldest first, and says of each what became of it.</summary>
    private async Task<int> SettleAsync(IReadOnlyList<ErrorEntry> entries, Func<ErrorEntry, Task<ErrorOutcome>> settle, CancellationToken stop)
    {
        var outcomes = new List<(ErrorEntry Entry, ErrorOutcome Outcome)>();
        var said = environment.Time.GetTimestamp();
        string? ended = null;
        foreach (var entry in entries)
        {
            // Between two entries the command may be stopped, not within one.
            if (stop.IsCancellationRequested)
                ended ??= "The command was stopped.";
            var outcome = ended is null ? await TryAsync(entry) : new ErrorOutcome(ErrorOutcome.NotTried, "not tried");
            outcomes.Add((entry, outcome));
            if (!json)
                await environment.Out.WriteLineAsync($"{entry.ShortId}  {Shown.OneLine(entry.Type)} of {entry.Place}: {Shown.OneLine(outcome.Detail, 1000)}");
            if (ended is null && environment.Time.GetElapsedTime(said) >= s_progressEvery)
            {
                said = environment.Time.GetTimestamp();
                await environment.Error.WriteLineAsync($"{outcomes.Count} of {entries.Count}");
            }
        }

        if (json)
            await WriteJsonAsync(outcomes.Select(one => new { one.Entry.Id, Queue = one.Entry.Place, one.Entry.Type, Outcome = one.Outcome.Word, one.Outcome.Detail }));
        await environment.Error.WriteLineAsync(entries.Count == 0 ? "No message has failed." : Summary(outcomes));
        if (ended is not null)
            await environment.Error.WriteLineAsync(ended);
        return stop.IsCancellationRequested ? ExitCode.Stopped : outcomes.TrueForAll(one => one.Outcome.IsDone) ? ExitCode.Ok : ExitCode.Failed;

        async Task<ErrorOutcome> TryAsync(ErrorEntry entry)
        {
            try
            {
                return await settle(entry);
            }
            catch (CommandFailedException failed)
            {
                // The next one would fail as well.
                ended = failed.Message;
                return new ErrorOutcome(ErrorOutcome.Unknown, "not known whether it was done");
            }
        }
    }

    private static string Summary(List<(ErrorEntry Entry, ErrorOutcome Outcome)> outcomes) =>
        $"{Words.Count(outcomes.Count, "message", "messages")}: {string.Join(", ", outcomes.GroupBy(one => one.Outcome.Word, StringComparer.Ordinal).Select(group => $"{group.Count()} {Words.Plain(group.Key)}"))}.";

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file, environment.CurrentFolder);
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--file: {Shown.OneLine(file)} cannot be read. Name a file with the corrected message.", unreadable);
        }
    }

    /// <returns>What the person wrote; null when it is what it was.</returns>
    private async Task<string?> EditAsync(ErrorEntry entry, CancellationToken cancellationToken)
    {
        var content = await entry.Source.ReadAsync(entry, cancellationToken) ?? throw new CommandFailedException($"{entry.ShortId}: not there any more.");
        var before = entry.Source.EditablePartOf(content);

        // The folder is the user's alone.
        var folder = Directory.CreateTempSubdirectory("recoil-errors-");
        var path = Path.Combine(folder.FullName, "message.json");
        await File.WriteAllTextAsync(path, before, cancellationToken);
        await EditorProgram.EditAsync(environment, path, cancellationToken);
        var after = await File.ReadAllTextAsync(path, cancellationToken);
        if (after.TrimEnd() == before.TrimEnd())
        {
            folder.Delete(recursive: true);
            return null;
        }

        await environment.Error.WriteLineAsync($"What was written is in {path}.");
        return after;
    }

    private Task WriteJsonAsync<T>(T document) => environment.Out.WriteLineAsync(JsonSerializer.Serialize(document, ReportJson.Document));

    private static string Time(DateTimeOffset at) => $"{at.LocalDateTime:yyyy-MM-dd HH:mm:ss}";
}
