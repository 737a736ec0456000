using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.MongoDb.Testing;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Tests;

/// <summary>Databases on the server that <see cref="MongoDbServer"/> finds.</summary>
internal static class TestServer
{
    private static readonly Lazy<Task<string>> s_noted = new(NoteAsync);

    /// <summary>A database of its own on the server, with its indexes.</summary>
    public static async Task<MongoDbStoreOptions> NewDatabaseAsync()
    {
        var options = await OptionsAsync();
        using var store = new MongoDbStore(options);
        await MongoDbPreparation.PrepareAsync(store, ["film", "run", "shot"], default);
        return options;
    }

    /// <summary>A database of its own that is not there yet.</summary>
    public static async Task<MongoDbStoreOptions> OptionsAsync()
    {
        var server = await MongoDbServer.ConnectionStringAsync();
        await s_noted.Value;
        return new MongoDbStoreOptions { ConnectionString = server, Database = MongoDbServer.NewDatabase() };
    }

    public static Task DropAsync(MongoDbStoreOptions options) => DroppedDatabase.DropAsync(options, default);

    /// <summary>What the server says it is.</summary>
    public static async Task<BsonDocument> BuildInfoAsync()
    {
        using var client = new MongoClient(await MongoDbServer.ConnectionStringAsync());
        return await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1));
    }

    /// <summary>Leaves a line for whoever reads the results, where <c>./test</c> shows it.</summary>
    private static async Task<string> NoteAsync()
    {
        var said = await BuildInfoAsync();
        var engine = said.GetValue("engine", BsonNull.Value) is BsonString named ? $"; its engine: {named.Value}" : "";
        var line = $"ran against {new MongoDbStoreOptions { ConnectionString = await MongoDbServer.ConnectionStringAsync() }.Servers}, version {said["version"].AsString}{engine}";
        if (Environment.GetEnvironmentVariable("RECOIL_TEST_NOTES") is { Length: > 0 } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, "mongodb.note"), $"The store on MongoDB: {line}.");
        return line;
    }
}
