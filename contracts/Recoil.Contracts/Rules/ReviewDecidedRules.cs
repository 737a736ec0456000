namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ReviewDecided"/> holds beyond its types.</summary>
internal sealed class ReviewDecidedRules : MessageRules<ReviewDecided>
{
    public override void Check(MessageCheck check, ReviewDecided decision)
    {
        check.Ids(decision.CorrelationId, decision.ReviewId);
        check.Name(decision.By);
        check.OptionalText(decision.Note);
        check.OptionalPrompt(decision.EditedPrompt);
        check.Money(decision.ExtraBudget);
        check.OptionalMoney(decision.ChargedUsd);
        check.OptionalPath(decision.SuppliedOutput);
    }

    public override void CheckCause(MessageCheck check, ReviewDecided decision) => check.Ids(decision.CorrelationId, decision.ReviewId);
}
