namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ReserveRunBudget"/> holds beyond its types.</summary>
internal sealed class ReserveRunBudgetRules : MessageRules<ReserveRunBudget>
{
    public override void Check(MessageCheck check, ReserveRunBudget command)
    {
        check.Project(command.Project);
        check.Name(command.RunId);
        check.Between(command.Admission, 1, int.MaxValue);
        check.Total(command.Cap);
    }
}
