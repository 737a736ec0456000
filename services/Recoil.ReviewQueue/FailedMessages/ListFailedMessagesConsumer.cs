using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Failures;

namespace Recoil.ReviewQueue.FailedMessages;

/// <summary>Says which messages no service could handle.</summary>
internal sealed class ListFailedMessagesConsumer(IFailedMessages failed) : IConsumer<ListFailedMessages>
{
    public async Task Consume(ConsumeContext<ListFailedMessages> context)
    {
        var after = context.Message.After is { } last ? new FailedMessagePosition(last.At, last.FailureId) : null;
        var page = await failed.ListAsync(after, context.Message.Limit, context.CancellationToken);
        await context.RespondAsync(new FailedMessagesListed { Messages = [.. page.Select(message => message.ToEntry())] });
    }
}
