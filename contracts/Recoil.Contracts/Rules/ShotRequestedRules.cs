namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ShotRequested"/> holds beyond its types.</summary>
internal sealed class ShotRequestedRules : MessageRules<ShotRequested>
{
    public override void Check(MessageCheck check, ShotRequested shot)
    {
        check.Project(shot.Project);
        check.NameOrEmpty(shot.RunId);
        check.Money(shot.EpisodeCap);
        check.OptionalPath(shot.StyleAnchor);
        check.ShotFields(shot);
        if (check.Complaint is null && ShotReferences.Of(shot).FirstOrDefault() is { } other)
            check.Refuse("startFrame, endFrame, sceneRefPath or identityRefs", $"names the shot {other}, which only a run can wait for");
        if (shot.Previous is { } previous)
        {
            check.Name(previous.ShotId);
            check.OptionalPath(previous.OutputPath);
            check.NotNegative(previous.SceneIndex);
        }
    }

    public override void CheckCause(MessageCheck check, ShotRequested shot) => check.ShotName(shot.Project, shot.RunId, shot.ShotId);
}
