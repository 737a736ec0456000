namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ShowProjectBudget"/> holds beyond its types.</summary>
internal sealed class ShowProjectBudgetRules : MessageRules<ShowProjectBudget>
{
    public override void Check(MessageCheck check, ShowProjectBudget question)
    {
        check.Project(question.Project);
        check.Between(question.Runs, 0, MessageLimits.ListEntries);
    }
}
