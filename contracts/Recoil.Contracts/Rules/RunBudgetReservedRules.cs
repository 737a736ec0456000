namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RunBudgetReserved"/> holds beyond its types.</summary>
internal sealed class RunBudgetReservedRules : MessageRules<RunBudgetReserved>
{
    public override void Check(MessageCheck check, RunBudgetReserved answer)
    {
        check.Project(answer.Project);
        check.Name(answer.RunId);
        check.Between(answer.Admission, 1, int.MaxValue);
    }
}
