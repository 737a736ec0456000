namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ReserveBudget"/> holds beyond its types.</summary>
internal sealed class ReserveBudgetRules : MessageRules<ReserveBudget>
{
    public override void Check(MessageCheck check, ReserveBudget command)
    {
        check.Ids(command.CorrelationId, command.ReservationId);
        check.Account(command.Scope);
        check.Money(command.Estimate);
        check.Total(command.EpisodeCap);
        check.Total(command.ExtraBudget);
        check.Total(command.ShotSpent);
        check.Total(command.ShotCap);
        check.Between(command.Lease, TimeSpan.FromMilliseconds(1), MessageLimits.LongestLease);
    }

    public override void CheckCause(MessageCheck check, ReserveBudget command) => check.Ids(command.CorrelationId, command.ReservationId);
}
