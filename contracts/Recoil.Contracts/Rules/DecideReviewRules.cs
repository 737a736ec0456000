namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="DecideReview"/> holds beyond its types.</summary>
internal sealed class DecideReviewRules : MessageRules<DecideReview>
{
    public override void Check(MessageCheck check, DecideReview decision)
    {
        check.Id(decision.ReviewId);
        check.Name(decision.By);
        check.OptionalText(decision.Note);
        check.OptionalPrompt(decision.EditedPrompt);
        check.Money(decision.ExtraBudget);
        check.OptionalMoney(decision.ChargedUsd);
        check.OptionalPath(decision.SuppliedOutput);
    }
}
