namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="TopUpProjectBudget"/> holds beyond its types.</summary>
internal sealed class TopUpProjectBudgetRules : MessageRules<TopUpProjectBudget>
{
    public override void Check(MessageCheck check, TopUpProjectBudget command)
    {
        check.Id(command.TopUpId);
        check.Project(command.Project);
        check.ProjectMoney(command.Amount);
        if (command.Amount == 0)
            check.Refuse(nameof(command.Amount), "is 0; it must be more");
        check.Name(command.By);
    }
}
