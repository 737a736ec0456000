using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Bson;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>The filters and updates of projects and their holds. A hold has the field <c>holds.id</c> of its project.</summary>
internal static class HoldQuery
{
    private const string Earlier = "earlier";

    private static readonly ProjectionDefinitionBuilder<ProjectRecord> s_show = Builders<ProjectRecord>.Projection;

    public static readonly ProjectionDefinition<ProjectRecord> WithoutHolds = s_show.Exclude(project => project.Holds);

    public static FilterDefinition<ProjectRecord> One(string project) => Builders<ProjectRecord>.Filter.Eq(there => there.Id, project);

    public static ProjectionDefinition<ProjectRecord> With(Guid hold) => s_show.Include(project => project.Cap).Include(project => project.IsMonthly)
        .Include(project => project.SetAt).Include(project => project.Revision).Include(project => project.TopUps).Include(project => project.Held)
        .Include(project => project.Months).Include(project => project.HoldCount).Include(project => project.Moves).Include(Hold(hold));

    /// <summary>The project while the hold is what it was, and room is left for it.</summary>
    /// <param name="project">As it was read.</param>
    /// <param name="hold">The hold's id.</param>
    /// <param name="mostHeld">The most that the period may hold; null for any.</param>
    /// <param name="month">The month of the period; null for everything.</param>
    public static FilterDefinition<ProjectRecord> Unchanged(ProjectRecord project, Guid hold, decimal? mostHeld, string? month)
    {
        var filter = new BsonDocument { { "_id", project.Id }, { "moves", project.Moves } };
        filter.Add(project.Holds.TryGetValue(AccountQuery.Key(hold), out var here)
            ? new BsonElement($"{Hold(hold)}.seq", here.Seq)
            : new BsonElement(Hold(hold), new BsonDocument("$exists", false)));
        if (mostHeld is not { } most)
            return filter;

        filter.Add("revision", project.Revision);
        if (month is null)
            return filter.Add("held", new BsonDocument("$lte", new BsonDecimal128(most)));

        // A month that nothing was held in yet has no field.
        return project.Months.ContainsKey(month)
            ? filter.Add(MonthField(month), new BsonDocument("$lte", new BsonDecimal128(most)))
            : filter.Add(MonthField(month), new BsonDocument("$exists", false));
    }

    public static UpdateDefinition<ProjectRecord> Put(Guid id, HoldRecord hold, decimal change, bool isNew)
    {
        var inc = new BsonDocument { { "held", new BsonDecimal128(change) }, { MonthField(Key(hold.Month)), new BsonDecimal128(change) } };
        if (isNew)
            inc.Add("holdCount", 1);
        return new BsonDocument
        {
            { "$inc", inc },
            { "$set", new BsonDocument(Hold(id), new BsonDocument
            {
                { "account", hold.Account }, { "month", hold.Month }, { "seq", hold.Seq }, { "amountPico", hold.AmountPico }, { "at", InstantSerializer.Write(hold.At) },
            }) },
        };
    }

    /// <summary>The project while these of its holds are what they were.</summary>
    public static FilterDefinition<ProjectRecord> WithHolds(ProjectRecord project, IEnumerable<KeyValuePair<string, HoldRecord>> holds)
    {
        var filter = new BsonDocument { { "_id", project.Id }, { "moves", project.Moves } };
        foreach (var (key, hold) in holds)
            filter.Add($"holds.{key}.seq", hold.Seq);
        return filter;
    }

    public static UpdateDefinition<ProjectRecord> Remove(IReadOnlyCollection<string> keys) => new BsonDocument
    {
        { "$inc", new BsonDocument { { "moves", 1 }, { "holdCount", -keys.Count } } },
        { "$unset", new BsonDocument(keys.Select(key => new BsonElement($"holds.{key}", ""))) },
    };

    /// <summary>Makes a hold a document of its own, or brings the one there is up to date: the highest number counts.</summary>
    public static UpdateOneModel<MovedHold> Copy(string key, HoldRecord hold)
    {
        var copy = new BsonDocument
        {
            { "account", hold.Account }, { "month", hold.Month }, { "seq", hold.Seq }, { "amountPico", hold.AmountPico }, { "at", InstantSerializer.Write(hold.At) },
        };
        var newer = new BsonDocument("$cond", new BsonArray
        {
            new BsonDocument("$gt", new BsonArray { "$hold.seq", hold.Seq }), "$hold", new BsonDocument("$literal", copy),
        });
        return new UpdateOneModel<MovedHold>(
            Builders<MovedHold>.Filter.Eq(moved => moved.Id, Guid.ParseExact(key, "N")),
            Builders<MovedHold>.Update.Pipeline(new[] { new BsonDocument("$set", new BsonDocument("hold", newer)) }))
        {
            IsUpsert = true,
        };
    }

    public static FilterDefinition<ProjectRecord> WithRevision(ProjectRecord project) =>
        new BsonDocument { { "_id", project.Id }, { "revision", project.Revision } };

    public static UpdateDefinition<ProjectRecord> Put(ProjectTerms terms)
    {
        var topUps = new BsonDocument(terms.TopUps.Select(added => new BsonElement(
            AccountQuery.Key(added.Key), new BsonDocument { { "amount", new BsonDecimal128(added.Value.Amount) }, { "at", InstantSerializer.Write(added.Value.At) } })));
        var update = Builders<ProjectRecord>.Update.Inc(project => project.Revision, 1).Set("topUps", topUps);
        if (terms.SetAt is null)
            return update;
        update = update.Set(project => project.IsMonthly, terms.Period == Contracts.BudgetPeriod.Month)
            .Set(project => project.SetBy, terms.SetBy).Set(project => project.SetAt, terms.SetAt);
        return terms.Cap is { } cap ? update.Set(project => project.Cap, cap) : update.Unset(project => project.Cap);
    }

    /// <summary>A month as the name of a field.</summary>
    public static string Key(string month) => month.Length == 0 ? Earlier : month;

    /// <summary>The month that such a field is of.</summary>
    public static string Month(string key) => key == Earlier ? BudgetMonth.Unknown : key;

    private static string MonthField(string key) => $"months.{key}";

    private static string Hold(Guid id) => $"holds.{AccountQuery.Key(id)}";
}
