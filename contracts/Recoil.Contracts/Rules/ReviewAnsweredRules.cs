namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ReviewAnswered"/> holds beyond its types.</summary>
internal sealed class ReviewAnsweredRules : MessageRules<ReviewAnswered>
{
    public override void Check(MessageCheck check, ReviewAnswered answer)
    {
        check.Id(answer.ReviewId);
        check.OptionalText(answer.Refusal);
        check.OptionalName(answer.ClaimedBy);
    }
}
