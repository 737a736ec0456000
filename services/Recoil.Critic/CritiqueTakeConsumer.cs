using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Critic.Judging;
using Recoil.Hosting.Transport;

namespace Recoil.Critic;

/// <summary>Answers every take with a verdict. The same pixels give the same verdict, and judges' answers are kept, so a repeated command is harmless.</summary>
internal sealed partial class CritiqueTakeConsumer(TakeCritic critic, ILogger<CritiqueTakeConsumer> log) : IConsumer<CritiqueTake>
{
    public async Task Consume(ConsumeContext<CritiqueTake> context)
    {
        CriticVerdict verdict;
        try
        {
            verdict = await critic.JudgeAsync(context.Message, context.CancellationToken);
        }
        catch (Exception away) when (away is ArtifactStoreException or JudgeBusyException)
        {
            // No answer and no fault, which would put every take of an outage before a person: the shot asks again.
            LogAway(context.Message.TakeId, away.Message);
            return;
        }

        await context.PublishUntilConfirmedAsync(verdict, context.CancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Take {TakeId} is judged when its shot asks again: {Reason}")]
    private partial void LogAway(Guid takeId, string reason);
}
