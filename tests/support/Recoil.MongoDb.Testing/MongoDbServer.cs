using DotNet.Testcontainers.Builders;
using Testcontainers.MongoDb;
using Xunit;

namespace Recoil.MongoDb.Testing;

/// <summary>
/// The server for tests on MongoDB: the one that <c>RECOIL_TEST_MONGODB</c> names, else a container where Docker answers. Where there
/// is neither, the test is skipped with the reason.
/// </summary>
public static class MongoDbServer
{
    /// <summary>The variable with the server's connection string.</summary>
    public const string Variable = "RECOIL_TEST_MONGODB";

    /// <summary>The variable that says why there is none, for the one who started the tests and tried.</summary>
    public const string AbsenceVariable = "RECOIL_TEST_MONGODB_ABSENT";

    private const string Image = "mongo:8.0";

    private static readonly Lazy<Task<(string? ConnectionString, string Reason)>> s_server = new(FindAsync);

    /// <summary>The server's connection string. Skips the test where there is no server.</summary>
    public static async Task<string> ConnectionStringAsync()
    {
        var (connectionString, reason) = await s_server.Value;
        if (connectionString is null)
            Assert.Skip(reason);
        return connectionString!;
    }

    /// <summary>A name for a database of a test's own.</summary>
    public static string NewDatabase() => $"recoil_test_{Guid.NewGuid():N}";

    private static async Task<(string? ConnectionString, string Reason)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return (named, "");
        if (Environment.GetEnvironmentVariable(AbsenceVariable) is { Length: > 0 } absent)
            return (null, absent);
        try
        {
            // The container goes with the process: Testcontainers removes it when nobody holds on to it any more.
            var container = new MongoDbBuilder(Image).Build();
            await container.StartAsync();
            return (container.GetConnectionString(), "");
        }
        catch (DockerUnavailableException)
        {
            return (null, $"{Variable} names no server, and Docker does not answer");
        }
    }
}
