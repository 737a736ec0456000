namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="RunRequested"/> holds beyond its types.</summary>
internal sealed class RunRequestedRules : MessageRules<RunRequested>
{
    public override void Check(MessageCheck check, RunRequested run)
    {
        check.Project(run.Project);
        check.Name(run.RunId);
        check.NameOrEmpty(run.EpisodeId);
        check.NameOrEmpty(run.Model);
        check.Money(run.EpisodeCap);
        check.Money(run.ShotCap);
        check.OptionalPath(run.StyleAnchor);
        check.Between(run.MaxParallel, 1, MessageLimits.Parallel);
        check.Between(run.Priority, Priority.Least, Priority.Most);
        if (!check.Entries(run.Shots, MessageLimits.Shots))
            return;

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shot in run.Shots)
        {
            if (!check.Present(shot, "an entry of shots"))
                return;
            check.ShotFields(shot);
            if (shot.ShotId is not null && !known.Add(shot.ShotId))
                check.Refuse("shots", "names a shot twice");
        }
    }
}
