using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Tests.Commands;

public sealed class When_something_is_looked_for : CommandTest
{
    private const int CommandNotFound = 59;

    [Fact]
    public async Task A_declared_index_covers_all_that_is_asked()
    {
        await new EveryOperation(Watched, Noon).DoAsync();
        var indexes = DeclaredIndex.OfLedgers(Store).Concat(DeclaredIndex.OfSagas("film")).ToList();

        var searches = Log.Take().SelectMany(Search.In).ToList();

        searches.Select(search => search.Command).Distinct(StringComparer.Ordinal).ShouldBe(["find", "update", "delete", "findAndModify", "aggregate"], ignoreOrder: true);
        searches.Where(search => !search.IsCoveredBy(indexes)).Select(search => search.ToString()).ShouldBeEmpty();
        indexes.Where(index => !searches.Exists(search => search.Uses(index))).Select(index => index.Name).ShouldBeEmpty("an index that nothing needs costs every write");
    }

    [Fact]
    public async Task The_indexes_are_on_the_server()
    {
        foreach (var index in DeclaredIndex.OfLedgers(Store).Concat(DeclaredIndex.OfSagas("film")))
        {
            var there = await (await Store.Database.GetCollection<BsonDocument>(index.Collection).Indexes.ListAsync()).ToListAsync();
            there.ShouldContain(found => found["name"] == index.Name && found["key"] == index.Keys);
        }
    }

    [Fact]
    public async Task Nothing_scans_a_collection()
    {
        await new EveryOperation(Watched, Noon).DoAsync();

        foreach (var command in Log.Take().Where(command => command.GetElement(0).Name is not "insert"))
        {
            var plan = await ExplainAsync(command);
            Assert.SkipWhen(plan is null, "this server does not know explain");

            Stages(plan).ShouldAllBe(stage => stage != "COLLSCAN", command.ToJson());
        }
    }

    private async Task<BsonDocument?> ExplainAsync(BsonDocument command)
    {
        var asked = new BsonDocument(command.Where(element => element.Name is not ("lsid" or "$db" or "$clusterTime" or "txnNumber" or "writeConcern" or "readConcern" or "$readPreference")));
        try
        {
            return await Store.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", asked }, { "verbosity", "queryPlanner" } });
        }
        catch (MongoCommandException unknown) when (unknown.Code == CommandNotFound)
        {
            return null;
        }
    }

    private static IEnumerable<string> Stages(BsonValue plan) => plan switch
    {
        BsonDocument document => document.Where(element => element.Name != "rejectedPlans")
            .SelectMany(element => element is { Name: "stage", Value: BsonString stage } ? [stage.Value] : Stages(element.Value)),
        BsonArray array => array.SelectMany(Stages),
        _ => [],
    };
}
