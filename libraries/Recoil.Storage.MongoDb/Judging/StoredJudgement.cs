using Recoil.Storage.Judging;

namespace Recoil.Storage.MongoDb.Judging;

/// <summary>A question to a judge, as its collection keeps it.</summary>
internal sealed class StoredJudgement
{
    public required Guid Id { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required AskedJudge Asked { get; init; }
}
