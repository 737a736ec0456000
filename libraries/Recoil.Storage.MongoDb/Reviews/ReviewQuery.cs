using System.Globalization;
using MongoDB.Driver;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.MongoDb.Reviews;

internal static class ReviewQuery
{
    private static readonly FilterDefinitionBuilder<StoredReview> s_where = Builders<StoredReview>.Filter;

    /// <summary>The field with the time of the decision; absent while the entry is open.</summary>
    public const string DecidedAt = "decision.at";

    /// <summary>The field with the id of the shot.</summary>
    public const string ShotId = "request.correlationId";

    /// <summary>Entries without a decision; their indexes hold nothing else.</summary>
    public static readonly FilterDefinition<StoredReview> AnyOpen = s_where.Eq(review => review.Open, true);

    public static FilterDefinition<StoredReview> Open(string? project) =>
        project is null ? AnyOpen : AnyOpen & s_where.Eq(review => review.Project, project);

    /// <summary>Entries that were decided before a second. Decisions have their time as JSON writes it, in UTC, which sorts no finer.</summary>
    public static FilterDefinition<StoredReview> DecidedBefore(DateTimeOffset time) =>
        s_where.Lt(DecidedAt, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));

    /// <summary>Open entries that were added before a time.</summary>
    public static FilterDefinition<StoredReview> OpenBefore(DateTimeOffset time) => AnyOpen & s_where.Lt(review => review.EnqueuedAt, time);

    public static FilterDefinition<StoredReview> Within(ReviewIdRange ids) =>
        s_where.Gte(review => review.Id, ids.First) & s_where.Lte(review => review.Id, ids.Last);

    public static FilterDefinition<StoredReview> OfRun(string project, string runId) =>
        s_where.Eq(review => review.Project, project) & s_where.Eq(review => review.RunId, runId);
}
