using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Steering;

namespace Recoil.ReviewQueue.Steering;

/// <summary>Notes pauses and their ends where the generators see them.</summary>
internal sealed partial class PauseWorkConsumer(IPauses pauses, ILogger<PauseWorkConsumer> logger) : IConsumer<PauseWork>, IConsumer<ResumeWork>
{
    public async Task Consume(ConsumeContext<PauseWork> context)
    {
        var command = context.Message;
        var what = new PausedPart(command.Part, command.Name);
        if (await pauses.PauseAsync(new Pause(what, command.By, command.Reason, command.At), context.CancellationToken))
            LogPaused(what, command.By, command.Reason);
        else
            LogOld(what, command.By);
    }

    public async Task Consume(ConsumeContext<ResumeWork> context)
    {
        var command = context.Message;
        var what = new PausedPart(command.Part, command.Name);
        if (await pauses.ResumeAsync(what, command.At, context.CancellationToken))
            LogResumed(what, command.By);
        else
            LogOld(what, command.By);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "'{By}' paused {What}: {Reason}")]
    private partial void LogPaused(PausedPart what, string by, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{By}' resumed {What}")]
    private partial void LogResumed(PausedPart what, string by);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A command of '{By}' about {What} came again, or after a newer one")]
    private partial void LogOld(PausedPart what, string by);
}
