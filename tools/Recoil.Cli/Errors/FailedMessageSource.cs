using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Contracts;

namespace Recoil.Cli.Errors;

/// <summary>Messages that no service could handle, asked of the review queue over the bus.</summary>
internal sealed class FailedMessageSource(BusClient bus, string by) : IErrorSource
{
    private const string Whom = "review queue";
    private const int PageEntries = 500;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<FailedMessageSource> ConnectAsync(string? data, CommandEnvironment environment, CancellationToken cancellationToken) =>
        new(await BusClient.ConnectAsync(Connection.Broker(data, environment), cancellationToken), environment.User ?? "recoil");

    public async Task<IReadOnlyList<ErrorEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<ErrorEntry>();
        FailedMessageEntry? last = null;
        while (true)
        {
            var page = await bus.AskAsync<ListFailedMessages, FailedMessagesListed>(
                new ListFailedMessages { Limit = PageEntries, After = last }, Whom, s_timeout, cancellationToken);
            entries.AddRange(page.Messages.Select(message => new ErrorEntry
            {
                Id = message.FailureId,
                Place = message.Queue,
                Type = message.Type,
                Cause = message.Cause,
                At = message.At,
                Subject = message.MessageId,
                Source = this,
            }));
            if (page.Messages.Count < PageEntries)
                return entries;
            last = page.Messages[^1];
        }
    }

    public async Task<string?> ReadAsync(ErrorEntry entry, CancellationToken cancellationToken)
    {
        var shown = await bus.AskAsync<ShowFailedMessage, FailedMessageShown>(new ShowFailedMessage { FailureId = entry.Id }, Whom, s_timeout, cancellationToken);
        return shown is { Cut: true, Body: { } body }
            ? throw new CommandFailedException($"{entry.ShortId}: its body is longer than {body.Length:N0} characters. Retry or discard it.")
            : shown.Body;
    }

    /// <summary>The message within its envelope; the whole body where that is no envelope.</summary>
    public string EditablePartOf(string content)
    {
        try
        {
            return JsonNode.Parse(content) is JsonObject envelope && envelope["message"] is { } message ? message.ToJsonString(s_indented) : content;
        }
        catch (JsonException)
        {
            // What cannot be read is corrected as it is.
            return content;
        }
    }

    public Task<ErrorOutcome> RetryAsync(ErrorEntry entry, string? edited, CancellationToken cancellationToken) =>
        SettleAsync(entry, new SettleFailedMessage { FailureId = entry.Id, Action = FailedMessageAction.Retry, Body = edited, By = by }, cancellationToken);

    public Task<ErrorOutcome> DiscardAsync(ErrorEntry entry, CancellationToken cancellationToken) =>
        SettleAsync(entry, new SettleFailedMessage { FailureId = entry.Id, Action = FailedMessageAction.Discard, By = by }, cancellationToken);

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    private async Task<ErrorOutcome> SettleAsync(ErrorEntry entry, SettleFailedMessage command, CancellationToken cancellationToken)
    {
        var answer = await bus.AskAsync<SettleFailedMessage, FailedMessageSettled>(command, Whom, s_timeout, cancellationToken);
        return answer.Outcome switch
        {
            FailedMessageOutcome.SentBack => new ErrorOutcome(ErrorOutcome.SentBack, $"sent back to {entry.Place[..entry.Place.LastIndexOf('_')]}"),
            FailedMessageOutcome.Discarded => new ErrorOutcome(ErrorOutcome.Discarded, "discarded"),
            FailedMessageOutcome.Gone => new ErrorOutcome(ErrorOutcome.Gone, "not there any more"),
            _ => new ErrorOutcome(ErrorOutcome.Refused, $"stays: {answer.Refusal}"),
        };
    }
}
