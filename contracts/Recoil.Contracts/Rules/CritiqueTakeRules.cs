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
        if (take.Judging is { } judging)
            CheckBrief(check, judging);
    }

    private static void CheckBrief(MessageCheck check, JudgingBrief judging)
    {
        if (check.Present(judging.Judges))
            check.Judges(judging.Judges);
        if (judging.Judges is { Count: 0 })
            check.Refuse(nameof(judging.Judges), "is empty; leave judging out where nobody judges");
        check.Prompt(judging.Prompt);
        check.OptionalPrompt(judging.PromptSkeleton);
        check.OptionalName(judging.WardrobePhaseId);
        check.OptionalPrompt(judging.WardrobeDescription);
        check.OptionalName(judging.ShotType);
        check.OptionalObject(judging.CoverageContext);
    }

    public override void CheckCause(MessageCheck check, CritiqueTake take) => check.Ids(take.CorrelationId, take.TakeId);
}
