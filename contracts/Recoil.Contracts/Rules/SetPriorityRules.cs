namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="SetPriority"/> holds beyond its types.</summary>
internal sealed class SetPriorityRules : MessageRules<SetPriority>
{
    public override void Check(MessageCheck check, SetPriority command)
    {
        check.Project(command.Project);
        check.Name(command.RunId);
        if (command.ShotId is not null)
            check.Name(command.ShotId);
        check.Between(command.Priority, Priority.Least, Priority.Most);
        check.Name(command.By);
    }
}
