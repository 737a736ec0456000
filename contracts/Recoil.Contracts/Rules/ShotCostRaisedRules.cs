namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ShotCostRaised"/> holds beyond its types.</summary>
internal sealed class ShotCostRaisedRules : MessageRules<ShotCostRaised>
{
    public override void Check(MessageCheck check, ShotCostRaised raised)
    {
        check.Ids(raised.CorrelationId, raised.TakeId);
        check.ShotName(raised.Project, raised.RunId, raised.ShotId);
        check.Total(raised.CostUsd);
    }
}
