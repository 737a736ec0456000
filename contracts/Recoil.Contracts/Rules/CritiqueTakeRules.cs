namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="CritiqueTake"/> holds beyond its types.</summary>
internal sealed class CritiqueTakeRules : MessageRules<CritiqueTake>
{
    public override void Check(MessageCheck check, CritiqueTake take)
    {
        check.Ids(take.CorrelationId, take.TakeId);
        check.ShotName(take.Project, take.RunId, take.ShotId);
        check.Path(take.Output);
        check.Paths(take.References);
        check.Paths(take.IdentityRefs);
        check.Gate(take.Gate);
        check.OptionalPath(take.SceneRefPath);
        check.OptionalPath(take.StartFrame);
        check.OptionalPath(take.EndFrame);
        if (take.Duration is { } duration)
            check.Seconds(duration);
        check.NameOrEmpty(take.AspectRatio);
    }

    public override void CheckCause(MessageCheck check, CritiqueTake take) => check.Ids(take.CorrelationId, take.TakeId);
}
