using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Cli.Tables;
using Recoil.Plans;
using Recoil.Reports;
using Recoil.Reports.Html;

namespace Recoil.Cli.Errors;

/// <summary>What <c>recoil errors</c> does with messages that no service could take.</summary>
internal sealed class ErrorsSession(CommandEnvironment environment, string? data, bool json = false)
{
    public Task<int> ListAsync(CancellationToken stop) => LookAsync(
        async groups =>
        {
            if (json)
            {
                await environment.Out.WriteLineAsync(JsonSerializer.Serialize(groups.Select(group => Describe(group)), ReportJson.Document));
                return;
            }

            if (groups.Count == 0)
            {
                await environment.Error.WriteLineAsync("No message has failed.");
                return;
            }

            var table = new TextTable("group", new Column("count", Right: true), "queue", "message", "cause", "first", "last", "example");
            foreach (var group in groups)
            {
                table.Add(
                    group.Id, group.Messages.Count.ToString(), group.Queue, Shown.OneLine(group.Type), Shown.OneLine(group.Cause, 100),
                    Time(group.First), Time(group.Last), Shown.OneLine(group.Messages[0].Id));
            }

            table.Write(environment.Out, environment.OutIsTerminal);
        },
        stop);

    public Task<int> ShowAsync(string typed, int limit, CancellationToken stop) => LookAsync(
        async groups =>
        {
            var group = ErrorGroup.Find(typed, groups);
            if (json)
            {
                await environment.Out.WriteLineAsync(JsonSerializer.Serialize(
                    new { Group = Describe(group), Messages = group.Messages.Take(limit).Select(message => new { message.Id, message.At, message.Cause, Body = Encoding.UTF8.GetString(message.Body.Span) }) },
                    ReportJson.Document));
                return;
            }

            await environment.Out.WriteLineAsync($"{group.Id}: {Words.Count(group.Messages.Count, "message", "messages")} in {group.Queue}, {Shown.OneLine(group.Type)}");
            foreach (var message in group.Messages.Take(limit))
            {
                await environment.Out.WriteLineAsync();
                await environment.Out.WriteLineAsync($"id     {Shown.OneLine(message.Id)}");
                await environment.Out.WriteLineAsync($"at     {Time(message.At)}");
                await environment.Out.WriteLineAsync($"cause  {Shown.OneLine(message.Cause, 1000)}");
                await environment.Out.WriteLineAsync($"body   {Shown.OneLine(Encoding.UTF8.GetString(message.Body.Span), 4000)}");
            }

            if (group.Messages.Count > limit)
                await environment.Error.WriteLineAsync($"{group.Messages.Count - limit} more; --limit shows them.");
        },
        stop);

    public Task<int> RetryAsync(string? typed, CancellationToken stop) => ActAsync(
        typed, (held, message) => held.RetryAsync(message, CancellationToken.None),
        (count, queue) => $"{Words.Count(count, "message", "messages")} of {queue} went back to {ErrorQueues.OriginOf(queue)}.", stop);

    public Task<int> DiscardAsync(string? typed, bool yes, CancellationToken stop) => yes
        ? ActAsync(
            typed, (held, message) => held.DiscardAsync(message, CancellationToken.None),
            (count, queue) => $"{Words.Count(count, "message", "messages")} of {queue} discarded.", stop)
        : LookAsync(
            groups =>
            {
                var count = typed is null ? groups.Sum(group => group.Messages.Count) : ErrorGroup.Find(typed, groups).Messages.Count;
                throw new CommandFailedException($"This would discard {Words.Count(count, "message", "messages")} for good. Add --yes to do it.");
            },
            stop);

    /// <summary>Looks without taking: every message is in its queue again afterwards.</summary>
    private Task<int> LookAsync(Func<IReadOnlyList<ErrorGroup>, Task> write, CancellationToken stop) => new CommandRunner { Environment = environment, Json = json }.RunAsync(
        async cancellationToken =>
        {
            var messages = new List<FailedMessage>();
            await using (var connection = await Broker.OpenAsync(Connection.Broker(data, environment), cancellationToken))
            {
                foreach (var queue in await ErrorQueues.FindAsync(connection, cancellationToken))
                {
                    await using var held = await PeekedQueue.PeekAsync(connection, queue, cancellationToken);
                    messages.AddRange(held.Messages);
                    await WriteIfMoreAsync(held);
                }
            }

            await write(ErrorGroup.Of(messages));
            return ExitCode.Ok;
        },
        stop);

    /// <summary>Takes all messages first and acts then, so that one that fails again at once is not taken again.</summary>
    private Task<int> ActAsync(string? typed, Func<PeekedQueue, FailedMessage, Task> act, Func<int, string, string> summary, CancellationToken stop) => new CommandRunner { Environment = environment }.RunAsync(
        async cancellationToken =>
        {
            await using var connection = await Broker.OpenAsync(Connection.Broker(data, environment), cancellationToken);
            var all = new List<PeekedQueue>();
            try
            {
                foreach (var queue in await ErrorQueues.FindAsync(connection, cancellationToken))
                    all.Add(await PeekedQueue.PeekAsync(connection, queue, cancellationToken));

                var groups = ErrorGroup.Of(all.SelectMany(held => held.Messages));
                var chosen = typed is null ? groups : [ErrorGroup.Find(typed, groups)];
                if (chosen.Count == 0)
                    await environment.Error.WriteLineAsync("No message has failed.");
                foreach (var held in all)
                {
                    var messages = held.Messages.Where(message => chosen.Any(group => group.Queue == held.Queue && group.Messages.Contains(message))).ToList();
                    if (messages.Count > 0)
                        await ActOnAsync(held, messages, act, summary, cancellationToken);
                    await WriteIfMoreAsync(held);
                }
            }
            finally
            {
                foreach (var held in all)
                    await held.DisposeAsync();
            }

            return ExitCode.Ok;
        },
        stop);

    private async Task ActOnAsync(
        PeekedQueue held, List<FailedMessage> messages, Func<PeekedQueue, FailedMessage, Task> act, Func<int, string, string> summary, CancellationToken cancellationToken)
    {
        var done = 0;
        try
        {
            foreach (var message in messages)
            {
                // Between two messages it may be stopped, not within one.
                cancellationToken.ThrowIfCancellationRequested();
                await act(held, message);
                done++;
            }
        }
        catch (PublishException refused)
        {
            throw new CommandFailedException(
                $"{ErrorQueues.OriginOf(held.Queue)}: the broker did not take a message back ({(refused.IsReturn ? "there is no such queue" : "it refused it")}). It stays in {held.Queue}; start the services and give the command again.", refused)
            {
                ExitCode = ExitCode.Failed,
            };
        }
        finally
        {
            if (done > 0)
                await environment.Out.WriteLineAsync(summary(done, held.Queue));
        }
    }

    private async Task WriteIfMoreAsync(PeekedQueue held)
    {
        if (!held.IsAll)
            await environment.Error.WriteLineAsync($"{held.Queue} holds more; these are the {PeekedQueue.Most} oldest of it.");
    }

    private static object Describe(ErrorGroup group) => new
    {
        group.Id, group.Queue, group.Type, group.Cause, Count = group.Messages.Count, group.First, group.Last, Example = group.Messages[0].Id,
    };

    private static string Time(DateTimeOffset? at) => at is { } time ? $"{time.LocalDateTime:yyyy-MM-dd HH:mm:ss}" : "-";
}
