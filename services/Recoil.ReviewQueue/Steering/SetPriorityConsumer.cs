using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Steering;

namespace Recoil.ReviewQueue.Steering;

/// <summary>Notes priorities where the generators see them.</summary>
internal sealed partial class SetPriorityConsumer(IPriorities priorities, ILogger<SetPriorityConsumer> logger) : IConsumer<SetPriority>
{
    public async Task Consume(ConsumeContext<SetPriority> context)
    {
        var command = context.Message;
        Guid? shot = command.ShotId is { } shotId ? ShotIdentity.OfShot(command.Project, command.RunId, shotId) : null;
        var set = new SetTakePriority(ShotIdentity.BudgetScopeOf(command.Project, command.RunId), shot, command.Priority, command.By, command.At);
        if (await priorities.SetAsync(set, context.CancellationToken))
            LogSet(command.By, command.Project, command.RunId, command.ShotId, command.Priority);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "'{By}' gave {Project}/{RunId} {ShotId} the priority {Priority}")]
    private partial void LogSet(string by, string project, string runId, string? shotId, int priority);
}
