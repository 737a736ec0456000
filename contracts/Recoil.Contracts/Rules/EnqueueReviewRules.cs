namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="EnqueueReview"/> holds beyond its types.</summary>
internal sealed class EnqueueReviewRules : MessageRules<EnqueueReview>
{
    public override void Check(MessageCheck check, EnqueueReview review)
    {
        check.Ids(review.CorrelationId, review.ReviewId);
        check.ShotName(review.Project, review.RunId, review.ShotId);
        check.NameOrEmpty(review.EpisodeId);
        check.NameOrEmpty(review.FailureMode);
        if (check.Entries(review.Attempts, MessageLimits.Takes))
        {
            foreach (var attempt in review.Attempts)
            {
                if (!check.Present(attempt, "an entry of attempts"))
                    break;
                check.Between(attempt.Attempt, 1, MessageLimits.Takes);
                check.Between(attempt.Take, 1, MessageLimits.Takes);
                check.OptionalPath(attempt.Output);
                check.OptionalMoney(attempt.Cost);
                check.OptionalName(attempt.FinalState);
                check.OptionalText(attempt.Error);
                check.OptionalText(attempt.ProviderError);
            }
        }

        check.Total(review.TotalCostUsd);
        check.Prompt(review.OriginalPrompt);
        check.OptionalPrompt(review.SoftenedPrompt);
        check.OptionalPath(review.OutputPath);
    }
}
