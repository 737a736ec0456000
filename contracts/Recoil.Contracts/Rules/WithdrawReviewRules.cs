namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="WithdrawReview"/> holds beyond its types.</summary>
internal sealed class WithdrawReviewRules : MessageRules<WithdrawReview>
{
    private static readonly EnqueueReviewRules s_review = new();
    private static readonly ReviewDecidedRules s_decision = new();

    public override void Check(MessageCheck check, WithdrawReview withdraw)
    {
        if (!check.Present(withdraw.Review) || !check.Present(withdraw.Decision))
            return;
        s_review.Check(check, withdraw.Review);
        s_decision.Check(check, withdraw.Decision);
        if (withdraw.Decision.ReviewId != withdraw.Review.ReviewId)
            check.Refuse("decision", "is about another review");
    }
}
