namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ProjectBudgetShown"/> holds beyond its types.</summary>
internal sealed class ProjectBudgetShownRules : MessageRules<ProjectBudgetShown>
{
    public override void Check(MessageCheck check, ProjectBudgetShown answer)
    {
        check.Project(answer.Project);
        check.OptionalName(answer.Month);
        check.OptionalName(answer.SetBy);
        if (!check.Entries(answer.Runs, MessageLimits.ListEntries))
            return;
        foreach (var run in answer.Runs)
        {
            if (!check.Present(run, "an entry of runs"))
                break;
            check.NameOrEmpty(run.RunId);
        }
    }
}
