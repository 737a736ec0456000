namespace Recoil.Contracts.Rules;

/// <summary>What a <see cref="ShotCompleted"/> holds beyond its types.</summary>
internal sealed class ShotCompletedRules : RoutedMessageRules<ShotCompleted>
{
    public override void Check(MessageCheck check, ShotCompleted completed)
    {
        check.Id(completed.CorrelationId);
        check.ShotName(completed.Project, completed.RunId, completed.ShotId);
        check.NameOrEmpty(completed.EpisodeId);
        check.NotNegative(completed.SceneIndex);
        check.Between(completed.Round, 1, int.MaxValue);
        check.Name(completed.OpId);
        check.OptionalPath(completed.OutputPath);
        check.Total(completed.CostUsd);
        check.NotNegative(completed.Attempts);
        check.NotNegative(completed.Takes);
        check.OptionalName(completed.FailureMode);
        if (completed.ReviewQueueId is { } review)
            check.Id(review, nameof(completed.ReviewQueueId));
        if (completed.RemakeId is { } remake)
            check.Id(remake, nameof(completed.RemakeId));
        check.OptionalObject(completed.CoverageContext);
        if (check.Entries(completed.ValidationNotes, MessageLimits.FindingEntries))
        {
            foreach (var note in completed.ValidationNotes)
                check.Text(note, MessageLimits.TextCharacters, nameof(completed.ValidationNotes));
        }
    }

    public override string RoutingKeyOf(ShotCompleted completed) => RoutingKeys.Of(completed);
}
