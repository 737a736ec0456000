namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="SetProjectBudget"/> holds beyond its types.</summary>
internal sealed class SetProjectBudgetRules : MessageRules<SetProjectBudget>
{
    public override void Check(MessageCheck check, SetProjectBudget command)
    {
        check.Project(command.Project);
        if (command.Cap is { } cap)
            check.ProjectMoney(cap);
        check.Name(command.By);
    }
}
