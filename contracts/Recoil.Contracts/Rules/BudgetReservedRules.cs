namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="BudgetReserved"/> holds beyond its types.</summary>
internal sealed class BudgetReservedRules : MessageRules<BudgetReserved>
{
    public override void Check(MessageCheck check, BudgetReserved answer) => check.Ids(answer.CorrelationId, answer.ReservationId);
}
