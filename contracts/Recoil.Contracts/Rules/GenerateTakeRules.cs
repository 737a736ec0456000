namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="GenerateTake"/> holds beyond its types.</summary>
internal sealed class GenerateTakeRules : MessageRules<GenerateTake>
{
    public override void Check(MessageCheck check, GenerateTake take)
    {
        check.Ids(take.CorrelationId, take.TakeId);
        check.ShotName(take.Project, take.RunId, take.ShotId);
        check.Between(take.Attempt, 1, MessageLimits.Takes);
        check.Between(take.Take, 1, MessageLimits.Takes);
        check.Between(take.Ordinal, 1, MessageLimits.Takes);
        check.Prompt(take.Prompt);
        check.NameOrEmpty(take.Model);
        check.Paths(take.IdentityRefs);
        check.Paths(take.OptionalRefs);
        check.Paths(take.JudgedRefs);
        check.OptionalPath(take.SceneRefPath);
        check.OptionalPaths(take.ExpressionRefs);
        check.OptionalPath(take.StartFrame);
        check.OptionalPath(take.EndFrame);
        if (take.Duration is { } duration)
            check.Seconds(duration);
        check.NameOrEmpty(take.AspectRatio);
        check.ProviderOptions(take.ProviderOptions);
        check.Between(take.Priority, Priority.Least, Priority.Most);
        check.Gate(take.Gate);
        check.OptionalRawJson(take.InputsSnapshot);
    }

    public override void CheckCause(MessageCheck check, GenerateTake take) => check.Ids(take.CorrelationId, take.TakeId);
}
