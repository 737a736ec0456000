using MongoDB.Bson;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Tests.Commands;

/// <summary>What a command looks for, and in which order.</summary>
internal sealed record Search(string Command, string Collection, BsonDocument Filter, BsonDocument Sort)
{
    /// <summary>The documents that these find have been found by the fields before; the rest is looked at in them.</summary>
    private static readonly HashSet<string> s_lookedAtAfterwards = new(StringComparer.Ordinal) { "outboxDueAt", "schema", "worker" };

    private IEnumerable<string> Fields => Filter.Names.Where(name => !name.StartsWith('$')).Concat(Sort.Names).Distinct(StringComparer.Ordinal);

    private bool IsById => Filter.Contains("_id");

    public static IEnumerable<Search> In(BsonDocument command)
    {
        // Others, such as getMore, look for nothing.
        if (command.GetElement(0) is not { Name: var name, Value: BsonString { Value: var collection } })
            return [];
        var sort = command.GetValue("sort", new BsonDocument()).AsBsonDocument;
        return name switch
        {
            "find" => [new Search(name, collection, command.GetValue("filter", new BsonDocument()).AsBsonDocument, sort)],
            "findAndModify" => [new Search(name, collection, command["query"].AsBsonDocument, sort)],
            "update" => command["updates"].AsBsonArray.Select(update => new Search(name, collection, update["q"].AsBsonDocument, [])),
            "delete" => command["deletes"].AsBsonArray.Select(delete => new Search(name, collection, delete["q"].AsBsonDocument, [])),
            "aggregate" => [new Search(name, collection, command["pipeline"][0]["$match"].AsBsonDocument, sort)],
            _ => [],
        };
    }

    /// <summary>Whether the server finds it by id, or by an index of which every field that is asked for is a first part.</summary>
    public bool IsCoveredBy(IEnumerable<DeclaredIndex> indexes) => IsById || indexes.Any(Uses);

    public bool Uses(DeclaredIndex index)
    {
        if (IsById || index.Collection != Collection || (index.Only is { } only && !only.All(part => Filter.Contains(part.Name) && Contains(Filter[part.Name], part.Value))))
            return false;

        var asked = Fields.Where(field => !s_lookedAtAfterwards.Contains(field) && !(index.Only?.Contains(field) == true && !index.Keys.Contains(field))).ToList();
        return asked.Count > 0 && index.Keys.Names.Take(asked.Count).ToHashSet(StringComparer.Ordinal).SetEquals(asked);
    }

    public override string ToString() => $"{Command} {Collection} {Filter} {Sort}";

    private static bool Contains(BsonValue asked, BsonValue part) =>
        asked == part || (asked is BsonDocument conditions && part is BsonDocument wanted && wanted.All(one => conditions.Contains(one.Name) && conditions[one.Name] == one.Value));
}
