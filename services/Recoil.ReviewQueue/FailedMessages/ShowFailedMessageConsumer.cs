using System.Text;
using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Failures;

namespace Recoil.ReviewQueue.FailedMessages;

/// <summary>Shows what a failed message holds.</summary>
internal sealed class ShowFailedMessageConsumer(IFailedMessages failed) : IConsumer<ShowFailedMessage>
{
    /// <summary>What one answer can carry.</summary>
    private const int MostCharacters = 4_000_000;

    public async Task Consume(ConsumeContext<ShowFailedMessage> context)
    {
        var id = context.Message.FailureId;
        var message = await failed.FindAsync(id, context.CancellationToken);
        var content = message is null ? null : await failed.ReadAsync(id, context.CancellationToken);

        // A body of so many bytes has no more characters than that; only what may be too long is counted.
        var body = content is null ? null : Encoding.UTF8.GetString(content.Body.Span[..Math.Min(content.Body.Length, 4 * MostCharacters)]);
        var cut = content is not null && (content.Body.Length > 4 * MostCharacters || body!.Length > MostCharacters);
        await context.RespondAsync(new FailedMessageShown
        {
            FailureId = id,
            Message = content is null ? null : message!.ToEntry(),
            Body = body is { Length: > MostCharacters } ? body[..MostCharacters] : body,
            Cut = cut,
        });
    }
}
