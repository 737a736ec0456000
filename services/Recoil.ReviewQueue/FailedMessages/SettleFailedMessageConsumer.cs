using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Hosting.Transport.Failures;
using Recoil.Storage.Failures;

namespace Recoil.ReviewQueue.FailedMessages;

/// <summary>Sends a failed message back to where it failed, or throws it away.</summary>
/// <remarks>
/// A message is removed when the broker has it safe in its queue. A process that ends in between leaves it in both places, and consumers take
/// a message twice for one.
/// </remarks>
internal sealed partial class SettleFailedMessageConsumer(
    IFailedMessages failed, IFailedMessageSender sender, ILogger<SettleFailedMessageConsumer> logger) : IConsumer<SettleFailedMessage>
{
    public async Task Consume(ConsumeContext<SettleFailedMessage> context)
    {
        var command = context.Message;
        var message = await failed.FindAsync(command.FailureId, context.CancellationToken);
        var (outcome, refusal) = message is null ? (FailedMessageOutcome.Gone, null)
            : command.Action == FailedMessageAction.Discard ? await DiscardAsync(message)
            : await RetryAsync(message, command.Body, context.CancellationToken);
        if (message is not null)
            LogSettled(command.By, outcome, message.Type, message.Queue, message.Id, refusal);
        await context.RespondAsync(new FailedMessageSettled { FailureId = command.FailureId, Outcome = outcome, Refusal = refusal });
    }

    private async Task<(FailedMessageOutcome, string?)> DiscardAsync(FailedMessage message) =>
        (await failed.RemoveAsync(message.Id, CancellationToken.None) ? FailedMessageOutcome.Discarded : FailedMessageOutcome.Gone, null);

    private async Task<(FailedMessageOutcome, string?)> RetryAsync(FailedMessage message, string? edited, CancellationToken cancellationToken)
    {
        if (await failed.ReadAsync(message.Id, cancellationToken) is not { } content)
            return (FailedMessageOutcome.Gone, null);
        if (edited is not null)
        {
            var (body, mistake) = EditedBody.Make(content.Body.Span, edited);
            if (body is null)
                return (FailedMessageOutcome.Refused, mistake);
            content = content with { Body = body };
        }

        if (await sender.SendBackAsync(message.Queue, content, cancellationToken) is { } refusal)
            return (FailedMessageOutcome.Refused, refusal);
        await failed.RemoveAsync(message.Id, CancellationToken.None);
        return (FailedMessageOutcome.SentBack, null);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{By} settled a failed message: {Outcome}, {Type} of {Queue}, {Id} {Refusal}")]
    private partial void LogSettled(string by, FailedMessageOutcome outcome, string type, string queue, Guid id, string? refusal);
}
