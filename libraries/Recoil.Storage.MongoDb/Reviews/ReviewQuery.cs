using MongoDB.Driver;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.MongoDb.Reviews;

internal static class ReviewQuery
{
    private static readonly FilterDefinitionBuilder<StoredReview> s_where = Builders<StoredReview>.Filter;

    /// <summary>Entries without a decision; their indexes hold nothing else.</summary>
    public static readonly FilterDefinition<StoredReview> AnyOpen = s_where.Eq(review => review.Open, true);

    public static FilterDefinition<StoredReview> Open(string? project) =>
        project is null ? AnyOpen : AnyOpen & s_where.Eq(review => review.Project, project);

    public static FilterDefinition<StoredReview> Within(ReviewIdRange ids) =>
        s_where.Gte(review => review.Id, ids.First) & s_where.Lte(review => review.Id, ids.Last);

    public static FilterDefinition<StoredReview> OfRun(string project, string runId) =>
        s_where.Eq(review => review.Project, project) & s_where.Eq(review => review.RunId, runId);
}
