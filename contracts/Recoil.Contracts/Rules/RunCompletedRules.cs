namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RunCompleted"/> holds beyond its types.</summary>
internal sealed class RunCompletedRules : MessageRules<RunCompleted>
{
    public override void Check(MessageCheck check, RunCompleted run)
    {
        check.Project(run.Project);
        check.Name(run.RunId);
        check.Present(run.CountsByStatus);
        check.NotNegative(run.NotStarted);
        check.OptionalText(run.Failure);
        check.Between(run.Duration, TimeSpan.Zero, TimeSpan.MaxValue);
    }
}
