using Microsoft.Extensions.Logging.Abstractions;
using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Tests.Outages;

public sealed class When_there_is_no_server
{
    [Fact]
    public async Task Every_operation_says_so_in_one_line_that_holds_no_password()
    {
        using var store = new MongoDbStore(new MongoDbStoreOptions { ConnectionString = "mongodb://ida:secret@127.0.0.1:1/?serverSelectionTimeoutMS=300" });

        var away = await Should.ThrowAsync<StorageUnavailableException>(() => new Budget.MongoBudgetLedger(store, TimeProvider.System).GetAsync("film/run-1", default));

        away.IsOutage.ShouldBeTrue();
        var line = away.Message;
        line.ShouldStartWith("MongoDB at 127.0.0.1:1 cannot be used: ");
        line.ShouldContain("refused");
        line.ShouldEndWith(". Start it, or correct Storage__ConnectionString.");
        line.ShouldNotContain("\n");
        line.ShouldNotContain("secret");
        line.ShouldNotContain("ida");
    }

    [Fact]
    public void Nobody_waits_longer_than_about_five_seconds_for_one()
    {
        using var store = new MongoDbStore(new MongoDbStoreOptions { ConnectionString = "mongodb://127.0.0.1:1" });
        store.Database.Client.Settings.ServerSelectionTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        store.Database.Client.Settings.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Indexes_are_made_as_soon_as_there_is_one()
    {
        var options = await TestServer.OptionsAsync();
        await using var proxy = new CuttingProxy(options.ConnectionString);
        proxy.Refuse();
        using var store = new MongoDbStore(options with { ConnectionString = $"{proxy.ConnectionString}&serverSelectionTimeoutMS=200" });
        using var preparation = new MongoDbPreparation(store, [new SagaDocumentType("film")], TimeProvider.System, NullLogger<MongoDbPreparation>.Instance);
        try
        {
            await preparation.StartAsync(default);
            await Should.ThrowAsync<StorageUnavailableException>(() => new Budget.MongoBudgetLedger(store, TimeProvider.System).GetAsync("film/run-1", default));
            preparation.ExecuteTask!.IsCompleted.ShouldBeFalse();

            proxy.Admit();

            await preparation.ExecuteTask.WaitAsync(TimeSpan.FromSeconds(30));
            (await (await store.Database.GetCollection<BsonDocument>("sagas.film").Indexes.ListAsync()).ToListAsync()).Count.ShouldBe(5);
        }
        finally
        {
            await preparation.StopAsync(default);
            await TestServer.DropAsync(options);
        }
    }
}
