using MassTransit;
using Recoil.Contracts;

namespace Recoil.Critic;

/// <summary>Answers every take with a verdict. The same pixels give the same verdict, so a repeated command is harmless.</summary>
internal sealed class CritiqueTakeConsumer(TakeCritic critic) : IConsumer<CritiqueTake>
{
    public async Task Consume(ConsumeContext<CritiqueTake> context) =>
        await context.Publish(await critic.JudgeAsync(context.Message, context.CancellationToken), context.CancellationToken);
}
