namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ClaimReview"/> holds beyond its types.</summary>
internal sealed class ClaimReviewRules : MessageRules<ClaimReview>
{
    public override void Check(MessageCheck check, ClaimReview claim)
    {
        check.Id(claim.ReviewId);
        check.Name(claim.By);
        check.Between(claim.For, TimeSpan.FromSeconds(1), MessageLimits.LongestClaim);
    }
}
