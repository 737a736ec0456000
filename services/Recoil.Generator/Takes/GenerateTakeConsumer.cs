using MassTransit;
using Recoil.Contracts;

namespace Recoil.Generator.Takes;

/// <summary>Makes takes and tells how they ended. The same command again gives the same answer again.</summary>
internal sealed class GenerateTakeConsumer(TakeMaker maker) : IConsumer<GenerateTake>
{
    public async Task Consume(ConsumeContext<GenerateTake> context)
    {
        if (await maker.MakeAsync(context.Message, context.CancellationToken) is { } result)
            await context.Publish(result, context.CancellationToken);
    }
}
