namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="GenerationCompleted"/> holds beyond its types.</summary>
internal sealed class GenerationCompletedRules : MessageRules<GenerationCompleted>
{
    public override void Check(MessageCheck check, GenerationCompleted generation)
    {
        check.Ids(generation.CorrelationId, generation.TakeId);
        check.OptionalPath(generation.Output);
        if (generation.References is { } references)
        {
            check.Paths(references.Sent);
            check.Paths(references.Judged);
        }

        check.Money(generation.Cost);
        check.OptionalText(generation.Error);
        check.OptionalName(generation.FinalState);
        check.OptionalText(generation.ProviderJob);
        check.OptionalText(generation.Fault);
    }
}
