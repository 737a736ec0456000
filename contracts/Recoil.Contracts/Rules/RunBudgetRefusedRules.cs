namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RunBudgetRefused"/> holds beyond its types.</summary>
internal sealed class RunBudgetRefusedRules : MessageRules<RunBudgetRefused>
{
    public override void Check(MessageCheck check, RunBudgetRefused answer)
    {
        check.Project(answer.Project);
        check.Name(answer.RunId);
        check.Between(answer.Admission, 1, int.MaxValue);
        check.Total(answer.Cap);
        check.ProjectMoney(answer.Free);
    }
}
