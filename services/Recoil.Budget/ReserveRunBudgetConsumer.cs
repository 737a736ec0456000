using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Sets a run's cap aside in its project's account; answers with RunBudgetReserved or RunBudgetRefused.</summary>
internal sealed partial class ReserveRunBudgetConsumer(IBudgetLedger ledger, TimeProvider time, ILogger<ReserveRunBudgetConsumer> logger)
    : IConsumer<ReserveRunBudget>
{
    public async Task Consume(ConsumeContext<ReserveRunBudget> context)
    {
        var command = context.Message;
        var account = ShotIdentity.BudgetScopeOf(command.Project, command.RunId);
        var result = await ledger.AdmitAsync(new RunAdmission(account, command.Admission, command.Cap, time.GetUtcNow()), context.CancellationToken);
        switch (result.Outcome)
        {
            case AdmissionOutcome.Admitted:
                await context.PublishUntilConfirmedAsync(
                    new RunBudgetReserved { Project = command.Project, RunId = command.RunId, Admission = command.Admission }, context.CancellationToken);
                break;
            case AdmissionOutcome.RefusedByProject:
                LogRefused(account, command.Cap, result.Free);
                await context.PublishUntilConfirmedAsync(
                    new RunBudgetRefused { Project = command.Project, RunId = command.RunId, Admission = command.Admission, Cap = command.Cap, Free = result.Free },
                    context.CancellationToken);
                break;
            case AdmissionOutcome.AlreadyClosed:
                LogAlreadyClosed(command.Admission, account);
                break;
            default:
                throw new InvalidOperationException($"The ledger answered {result.Outcome} for admission {command.Admission} of {account}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Refusing {Account}: {Cap} US dollars are asked for, and its project has {Free} free. Raise its cap with recoil budget")]
    private partial void LogRefused(string account, decimal cap, decimal free);

    [LoggerMessage(Level = LogLevel.Information, Message = "Admission {Admission} of {Account} is already closed; sending no answer")]
    private partial void LogAlreadyClosed(int admission, string account);
}
