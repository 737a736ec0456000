using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;

namespace Recoil.Storage.MongoDb.Tests;

public sealed class When_takes_of_an_earlier_version_are_summed : MongoTest
{
    [Fact]
    public async Task Their_costs_are_reported_and_that_of_an_unknown_outcome_is_unknown()
    {
        await EndAsync(take => take);
        await WithoutSourcesAsync();
        (await Takes.TotalAsync(Account, default)).ShouldBe((1, KnownCost.Reported(0.04m)));

        await EndAsync(take => take with { Success = false, Output = null, Cost = 0, ErrorKind = ErrorKind.OutcomeUnknown });
        await WithoutSourcesAsync();
        (await Takes.TotalAsync(Account, default)).ShouldBe((2, new KnownCost(0.04m, CostSource.Unknown)));
    }

    private async Task EndAsync(Func<GenerationCompleted, GenerationCompleted> change)
    {
        var take = NewTake();
        var claim = (await Takes.EnqueueAsync(take, LeaseOf("first"), default)).Claim.ShouldNotBeNull();
        (await Takes.EndAsync(claim, change(ResultOf(take)), Noon, default)).ShouldBeTrue();
    }

    /// <summary>An earlier version did not write where a cost comes from.</summary>
    private async Task WithoutSourcesAsync()
    {
        var takes = Store.Takes.Database.GetCollection<BsonDocument>(Store.Takes.CollectionNamespace.CollectionName);
        await takes.UpdateManyAsync(new BsonDocument(), Builders<BsonDocument>.Update.Unset("costSource"));
        (await takes.CountDocumentsAsync(new BsonDocument("costSource", new BsonDocument("$exists", true)))).ShouldBe(0);
    }
}
