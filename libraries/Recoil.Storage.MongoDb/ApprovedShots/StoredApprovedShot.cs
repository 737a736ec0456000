using Recoil.Storage.ApprovedShots;

namespace Recoil.Storage.MongoDb.ApprovedShots;

/// <summary>The accepted take of a shot of an episode, as its collection keeps it.</summary>
internal sealed class StoredApprovedShot
{
    /// <summary>The shot of the episode, see <see cref="AcceptedTake.IdOf"/>.</summary>
    public required Guid Id { get; init; }

    public required string Project { get; init; }

    public required string EpisodeId { get; init; }

    public required string ShotId { get; init; }

    public int? Scene { get; init; }

    public bool IsKeyframe { get; init; }

    /// <summary>Sorts ids as people do, see <see cref="ShotOrder.KeyOf"/>.</summary>
    public required string Place { get; init; }

    public required string Output { get; init; }

    public required string RunId { get; init; }

    public required Guid CorrelationId { get; init; }

    public required int Round { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public static StoredApprovedShot Of(AcceptedTake take) => new()
    {
        Id = AcceptedTake.IdOf(take.Project, take.EpisodeId, take.ShotId),
        Project = take.Project,
        EpisodeId = take.EpisodeId,
        ShotId = take.ShotId,
        Scene = take.Scene,
        IsKeyframe = take.IsKeyframe,
        Place = ShotOrder.KeyOf(take.ShotId),
        Output = take.Output,
        RunId = take.RunId,
        CorrelationId = take.CorrelationId,
        Round = take.Round,
        AcceptedAt = take.AcceptedAt,
    };

    public AcceptedTake ToTake() => new()
    {
        Project = Project,
        EpisodeId = EpisodeId,
        ShotId = ShotId,
        Scene = Scene,
        IsKeyframe = IsKeyframe,
        Output = Output,
        RunId = RunId,
        CorrelationId = CorrelationId,
        Round = Round,
        AcceptedAt = AcceptedAt,
    };
}
