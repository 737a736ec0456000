using MassTransit;
using Recoil.Contracts;

namespace Recoil.Generator.Takes;

/// <summary>Generates takes and answers with GenerationCompleted. A repeated command gets the same answer.</summary>
internal sealed class GenerateTakeConsumer(TakeGenerator maker) : IConsumer<GenerateTake>
{
    public async Task Consume(ConsumeContext<GenerateTake> context)
    {
        if (await maker.MakeAsync(context.Message, context.CancellationToken) is { } result)
            await context.Publish(result, context.CancellationToken);
    }
}
