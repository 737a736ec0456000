using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Tests;

/// <summary>The server that <c>RECOIL_TEST_MONGODB</c> names. Tests that need one are skipped where it names none.</summary>
internal static class TestServer
{
    private const string Setting = "RECOIL_TEST_MONGODB";

    private static readonly Lazy<Task<string>> s_told = new(TellAsync);

    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named ? named : null;

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
        Assert.SkipWhen(ConnectionString is null, $"{Setting} names no server");
        await s_told.Value;
        return new MongoDbStoreOptions { ConnectionString = ConnectionString, Database = $"recoil_test_{Guid.NewGuid():N}" };
    }

    public static Task DropAsync(MongoDbStoreOptions options) => DroppedDatabase.DropAsync(options, default);

    /// <summary>What the server says it is.</summary>
    public static async Task<BsonDocument> BuildInfoAsync()
    {
        using var client = new MongoClient(ConnectionString);
        return await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1));
    }

    /// <summary>Leaves a line for whoever reads the results, where <c>./test</c> asks for it.</summary>
    private static async Task<string> TellAsync()
    {
        var said = await BuildInfoAsync();
        var engine = said.GetValue("engine", BsonNull.Value) is BsonString named ? $"; its engine: {named.Value}" : "";
        var line = $"ran against {new MongoDbStoreOptions { ConnectionString = ConnectionString! }.Servers}, version {said["version"].AsString}{engine}";
        if (Environment.GetEnvironmentVariable("RECOIL_TEST_NOTES") is { Length: > 0 } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, "mongodb"), line);
        return line;
    }
}
