namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="CloseRunBudget"/> holds beyond its types.</summary>
internal sealed class CloseRunBudgetRules : MessageRules<CloseRunBudget>
{
    public override void Check(MessageCheck check, CloseRunBudget command)
    {
        check.Project(command.Project);
        check.Name(command.RunId);
        check.Between(command.Admission, 1, int.MaxValue);
    }
}
