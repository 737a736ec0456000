using Recoil.Broker.Testing;
using Recoil.Chaos;
using Recoil.Hosting.Stores;
using Recoil.Local;
using Recoil.Local.Processes;
using Recoil.MongoDb.Testing;

namespace Recoil.Crash.Tests;

/// <remarks>As <c>recoil chaos</c>, but with a fifth of its shots and more kills a shot.</remarks>
public sealed class When_services_are_killed_again_and_again(ITestOutputHelper output)
{
    private readonly ChaosOptions _options = new()
    {
        DataFolder = "",
        Shots = 60,
        Kills = 2 * ServiceName.All.Count,
        BrokerRestarts = 1,
        ConnectionClosures = 1,
        Duration = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public Task Should_keep_every_promise_on_the_embedded_store() => RunAsync(_options with { DataFolder = Folder("embedded") });

    /// <remarks><c>RECOIL_TEST_MONGODB_KILL</c> and <c>RECOIL_TEST_MONGODB_START</c> are shell commands; with them the server is killed, too.</remarks>
    [Fact]
    public async Task Should_keep_every_promise_on_MongoDB()
    {
        var server = await MongoDbServer.ConnectionStringAsync();
        var (kill, start) = (Environment.GetEnvironmentVariable("RECOIL_TEST_MONGODB_KILL"), Environment.GetEnvironmentVariable("RECOIL_TEST_MONGODB_START"));
        var database = TrialDatabase.At(server, "crash_test");

        await RunAsync(_options with
        {
            DataFolder = Folder("mongodb"),
            Store = database.Store,
            Database = kill is null || start is null ? null : new DatabaseFaults { KillCommand = kill, StartCommand = start },
        });

        // What did not hold can be looked at; what held needs no room.
        await database.DropAsync(CancellationToken.None);
    }

    /// <remarks>
    /// <c>RECOIL_TEST_RABBITMQ_KILL</c> and <c>RECOIL_TEST_RABBITMQ_START</c> are shell commands for node <c>$1</c>; with them nodes are killed, too.
    /// </remarks>
    [Fact]
    public async Task Should_keep_every_promise_on_a_given_broker_or_cluster()
    {
        Assert.SkipUnless(GivenBroker.IsThere, "RECOIL_TEST_RABBITMQ names no broker");
        var (kill, start) = (Environment.GetEnvironmentVariable("RECOIL_TEST_RABBITMQ_KILL"), Environment.GetEnvironmentVariable("RECOIL_TEST_RABBITMQ_START"));

        await RunAsync(_options with
        {
            DataFolder = Folder("given-broker"),
            Broker = new BrokerUnderTest
            {
                Transport = await GivenBroker.AddVirtualHostAsync("crash", await GivenBroker.TransportAsync()),
                Faults = kill is null || start is null ? null : new NodeFaults { KillCommand = kill, StartCommand = start, Kills = 2 },
            },
            BrokerRestarts = 0,
            ConnectionClosures = 0,
        });
    }

    private async Task RunAsync(ChaosOptions options)
    {
        var folder = options.DataFolder;
        if (LocalServices.Read(folder) is { } leftBehind)
            await leftBehind.StopAsync(CancellationToken.None);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        var report = await new ChaosRun(options, output.WriteLine).RunAsync(CancellationToken.None);

        output.WriteLine(report.ToString());
        report.Findings.ShouldBeEmpty(report.ToString());
        report.Shots.ShouldBe(options.Shots);
        report.Kills.Keys.ShouldBe(ServiceName.All, ignoreOrder: true);
        report.Kills.Values.ShouldAllBe(count => count == options.Kills / ServiceName.All.Count);
        report.BrokerRestarts.ShouldBe(options.BrokerRestarts);
        report.ConnectionClosures.ShouldBe(options.ConnectionClosures);
        report.DatabaseKills.ShouldBe(options.Database?.Kills ?? 0);
        report.NodeKills.ShouldBe(options.Broker?.Faults?.Kills ?? 0);
        ((double)report.Duplicated / report.MessagesSeen).ShouldBeGreaterThan(0.04);
        ((double)report.Delayed / report.MessagesSeen).ShouldBeGreaterThan(0.04);
    }

    private static string Folder(string store) => Path.Combine(AppContext.BaseDirectory, "left", store);
}
