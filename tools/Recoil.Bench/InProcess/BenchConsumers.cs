using MassTransit;
using Recoil.Bench.Load;
using Recoil.Contracts;

namespace Recoil.Bench.InProcess;

/// <summary>Answers every request for a take immediately.</summary>
internal sealed class InstantGenerator : IConsumer<GenerateTake>
{
    /// <summary>US dollars.</summary>
    public const decimal Price = 0.04m;

    public Task Consume(ConsumeContext<GenerateTake> context) => context.Publish(new GenerationCompleted
    {
        CorrelationId = context.Message.CorrelationId,
        TakeId = context.Message.TakeId,
        Success = true,
        Output = $"takes/{context.Message.ShotId}_a{context.Message.Attempt}t{context.Message.Take}.png",
        Cost = Price,
        ProviderJob = "bench",
    });
}

/// <summary>Answers every take immediately with the verdict of the run's path.</summary>
internal sealed class InstantCritic : IConsumer<CritiqueTake>
{
    public Task Consume(ConsumeContext<CritiqueTake> context)
    {
        var gate = BenchPath.OfRun(context.Message.RunId).Gate;
        return context.Publish(new CriticVerdict
        {
            CorrelationId = context.Message.CorrelationId,
            TakeId = context.Message.TakeId,
            Success = gate.Passed,
            Gate = gate,
            Score = gate.Passed ? 1 : 0.2,
        });
    }
}

/// <summary>Completes shots in the load window.</summary>
internal sealed class CompletionConsumer(LoadWindow window) : IConsumer<ShotCompleted>
{
    public Task Consume(ConsumeContext<ShotCompleted> context)
    {
        var ended = context.Message;
        window.Complete(ended.ShotId, BenchPath.OfRun(ended.RunId).ErrorOf(ended.ShotId, ended.Status));
        return Task.CompletedTask;
    }
}
