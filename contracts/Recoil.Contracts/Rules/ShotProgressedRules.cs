namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ShotProgressed"/> holds beyond its types.</summary>
internal sealed class ShotProgressedRules : MessageRules<ShotProgressed>
{
    public override void Check(MessageCheck check, ShotProgressed progress)
    {
        check.Id(progress.CorrelationId);
        check.ShotName(progress.Project, progress.RunId, progress.ShotId);
        check.Name(progress.State);
        check.NotNegative(progress.Attempt);
        check.NotNegative(progress.Take);
        check.Total(progress.CostUsd);
    }
}
