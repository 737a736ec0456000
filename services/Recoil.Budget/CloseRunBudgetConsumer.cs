using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Gives back to the project what a run does not need any more.</summary>
internal sealed class CloseRunBudgetConsumer(IBudgetLedger ledger, TimeProvider time) : IConsumer<CloseRunBudget>
{
    public Task Consume(ConsumeContext<CloseRunBudget> context) => ledger.CloseAsync(
        ShotIdentity.BudgetScopeOf(context.Message.Project, context.Message.RunId), context.Message.Admission, time.GetUtcNow(), context.CancellationToken);
}
