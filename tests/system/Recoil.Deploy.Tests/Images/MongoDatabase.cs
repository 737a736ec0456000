using MongoDB.Driver;

namespace Recoil.Deploy.Tests.Images;

/// <summary>A database of its own on a server, gone afterwards.</summary>
internal sealed class MongoDatabase(string server) : IAsyncDisposable
{
    private readonly string _name = $"recoil_test_{Guid.NewGuid():N}";

    /// <summary>What a service is told of it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Storage__Kind"] = "mongodb",
        ["Storage__ConnectionString"] = server,
        ["Storage__Database"] = _name,
    };

    public async ValueTask DisposeAsync()
    {
        using var client = new MongoClient(server);
        await client.DropDatabaseAsync(_name);
    }
}
