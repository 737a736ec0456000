namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="SettleBudget"/> holds beyond its types.</summary>
internal sealed class SettleBudgetRules : MessageRules<SettleBudget>
{
    public override void Check(MessageCheck check, SettleBudget settle)
    {
        check.Ids(settle.CorrelationId, settle.ReservationId);
        check.Account(settle.Scope);
        check.Money(settle.ActualCost);
    }
}
