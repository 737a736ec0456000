using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Sets, raises and shows what projects may spend.</summary>
internal sealed partial class ProjectBudgetConsumer(IProjectBudgets projects, TimeProvider time, ILogger<ProjectBudgetConsumer> logger)
    : IConsumer<SetProjectBudget>, IConsumer<TopUpProjectBudget>, IConsumer<ShowProjectBudget>
{
    private const int RunsInAnswer = 10;

    public async Task Consume(ConsumeContext<SetProjectBudget> context)
    {
        var command = context.Message;
        if (await projects.SetAsync(new ProjectBudget(command.Project, command.Cap, command.Period, command.By, command.At), context.CancellationToken))
            LogSet(command.By, command.Project, command.Cap, command.Period);
        else
            LogOld(command.Project, command.By);
        await AnswerAsync(context, command.Project, RunsInAnswer);
    }

    public async Task Consume(ConsumeContext<TopUpProjectBudget> context)
    {
        var command = context.Message;
        if (await projects.TopUpAsync(new ProjectTopUp(command.Project, command.TopUpId, command.Amount, command.At), context.CancellationToken))
            LogToppedUp(command.By, command.Project, command.Amount);
        else
            LogOld(command.Project, command.By);
        await AnswerAsync(context, command.Project, RunsInAnswer);
    }

    public Task Consume(ConsumeContext<ShowProjectBudget> context) => AnswerAsync(context, context.Message.Project, context.Message.Runs);

    /// <summary>Says what the project's account is, to those who asked.</summary>
    private async Task AnswerAsync(ConsumeContext context, string project, int runs)
    {
        if (context.ResponseAddress is null)
            return;

        var known = await projects.ShowAsync(project, time.GetUtcNow(), runs, context.CancellationToken);
        var shown = known ?? new ProjectBalance();
        await context.RespondAsync(new ProjectBudgetShown
        {
            Project = project,
            IsKnown = known is not null,
            Cap = shown.Cap,
            Period = shown.Period,
            Month = shown.Month,
            Spent = shown.Spent,
            Reserved = shown.Reserved,
            Free = shown.Free,
            SetBy = shown.SetBy,
            SetAt = shown.SetAt,
            Runs = [.. shown.Runs.Select(run => new RunHold { RunId = run.Account[(project.Length + 1)..], Hold = run.Hold, Spent = run.Spent })],
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "'{By}' set the cap of {Project} to {Cap} US dollars ({Period})")]
    private partial void LogSet(string by, string project, decimal? cap, BudgetPeriod period);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{By}' added {Amount} US dollars to the cap of {Project}")]
    private partial void LogToppedUp(string by, string project, decimal amount);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A command of '{By}' about the cap of {Project} came again, or after a newer one")]
    private partial void LogOld(string project, string by);
}
