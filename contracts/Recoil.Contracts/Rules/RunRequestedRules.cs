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
        check.Judges(run.Judges);
        if (!check.Entries(run.Shots, MessageLimits.Shots))
            return;

        var clips = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var shot in run.Shots)
        {
            if (!check.Present(shot, "an entry of shots"))
                return;
            check.ShotFields(shot);
            if (shot.ShotId is not null && !clips.TryAdd(shot.ShotId, shot.Pipeline == "video"))
                check.Refuse("shots", "names a shot twice");
        }

        if (check.Complaint is null)
            CheckReferences(check, run.Shots, clips);
    }

    /// <summary>What a shot is made from must be a keyframe of the run that is not made from it.</summary>
    private static void CheckReferences(MessageCheck check, IReadOnlyList<ShotFields> shots, Dictionary<string, bool> clips)
    {
        foreach (var shot in shots)
        {
            foreach (var id in ShotReferences.Of(shot))
            {
                if (!clips.TryGetValue(id, out var isClip))
                    check.Refuse("shots", $"has {shot.ShotId}, which is made from {id}, and no such shot");
                else if (isClip)
                    check.Refuse("shots", $"has {shot.ShotId}, which is made from {id}, and that is a clip");
            }
        }

        if (ShotReferences.FindCycle(shots) is { } cycle)
            check.Refuse("shots", $"has a circle: {string.Join(" is made from ", cycle.Append(cycle[0]))}");
    }
}
