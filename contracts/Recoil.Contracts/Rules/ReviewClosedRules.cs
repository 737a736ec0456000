namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ReviewClosed"/> holds beyond its types.</summary>
internal sealed class ReviewClosedRules : MessageRules<ReviewClosed>
{
    public override void Check(MessageCheck check, ReviewClosed closed)
    {
        check.Ids(closed.CorrelationId, closed.ReviewId);
        check.ShotName(closed.Project, closed.RunId, closed.ShotId);
        check.Name(closed.By);
        check.OptionalText(closed.Note);
        check.OptionalPath(closed.OutputPath);
    }
}
