namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="BudgetRefused"/> holds beyond its types.</summary>
internal sealed class BudgetRefusedRules : MessageRules<BudgetRefused>
{
    public override void Check(MessageCheck check, BudgetRefused answer) => check.Ids(answer.CorrelationId, answer.ReservationId);
}
