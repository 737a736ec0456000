using System.Diagnostics;
using MassTransit;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Generator.Takes;

/// <summary>Writes a take down for whoever has time for it. A command for a take that has ended is answered with its result again.</summary>
internal sealed class GenerateTakeConsumer(TakeIntake intake) : IConsumer<GenerateTake>
{
    public async Task Consume(ConsumeContext<GenerateTake> context)
    {
        if (await intake.TakeInAsync(context.Message, Activity.Current?.Id, context.CancellationToken) is { } result)
            await context.PublishUntilConfirmedAsync(result, context.CancellationToken);
    }
}
