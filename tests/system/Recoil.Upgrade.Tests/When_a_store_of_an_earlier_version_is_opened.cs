using System.Globalization;
using System.IO.Compression;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.MongoDb.Testing;
using Recoil.Storage.Embedded;
using Recoil.Storage.MongoDb;

namespace Recoil.Upgrade.Tests;

/// <summary>
/// The fixtures are stores that earlier versions wrote, with a shot in every state that a shot can be in; <c>tests/Fixtures</c> describes
/// them. <c>ends.txt</c> of each is how that version itself brought them to their ends.
/// </summary>
public sealed class When_a_store_of_an_earlier_version_is_opened
{
    // Every lease and every timeout of the fixture is over by then, and no retention.
    private static readonly Dictionary<string, DateTimeOffset> s_opened = new(StringComparer.Ordinal)
    {
        ["0.1"] = new(2026, 11, 26, 13, 0, 0, TimeSpan.Zero),
        ["0.2"] = new(2026, 11, 27, 14, 0, 0, TimeSpan.Zero),
    };

    public static TheoryData<string> Versions => [.. s_opened.Keys];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_shot_in_the_embedded_store_reaches_its_end(string version)
    {
        using var folder = new TemporaryFolder();
        Unpack(version, folder["recoil.db"]);
        await EveryShotReachesItsEndAsync(version, services => services.AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = folder.Path }));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    [Needs(Need.MongoDb)]
    public async Task Every_shot_in_MongoDB_reaches_its_end(string version)
    {
        var server = await MongoDbServer.ConnectionStringAsync();
        var options = new MongoDbStoreOptions { ConnectionString = server, Database = MongoDbServer.NewDatabase() };
        using var client = new MongoClient(server);
        try
        {
            await RestoreAsync(version, client.GetDatabase(options.Database));
            await EveryShotReachesItsEndAsync(version, services => services.AddMongoDbStore(options));
        }
        finally
        {
            await client.DropDatabaseAsync(options.Database);
        }
    }

    private static async Task EveryShotReachesItsEndAsync(string version, Action<IServiceCollection> registerStore)
    {
        var expected = await ReadExpectedAsync(version);
        await using var store = await OpenedStore.StartAsync(registerStore, s_opened[version]);

        // By their own timers, as after any restart.
        var shots = expected.Select(end => (end.Run, end.Shot)).Distinct().ToList();
        await store.UntilAsync(
            async () => (await Task.WhenAll(shots.Select(shot => store.Archive.FindAsync("harbour", shot.Run, shot.Shot, default)))).All(record => record?.Result is not null),
            () => "the end of every shot");
        var runs = expected.Select(end => end.Run).Distinct(StringComparer.Ordinal).ToList();
        await store.UntilAsync(
            async () => (await Task.WhenAll(runs.Select(store.RunAsync))).All(run => run is null or { Result: not null }),
            () => "the end of every run");

        // A planner that asks again hears of every end, also of those that the earlier version published.
        foreach (var run in runs)
        {
            if (await store.RunAsync(run) is { } known)
                await store.Bus.Publish(known.Run);
        }

        foreach (var (run, shot) in shots)
        {
            if (await store.RunAsync(run) is null)
                await store.Bus.Publish(new ShotRequested { Project = "harbour", RunId = run, ShotId = shot, EpisodeCap = 100 });
        }

        // Nobody asks for what was cancelled before it was asked for: it is read, not heard.
        var heard = expected.Where(end => end.Shot != "CANCELLED_BEFORE").ToList();
        await store.UntilAsync(
            () => Task.FromResult(heard.TrueForAll(end => store.Ends.Any(e => (e.RunId, e.ShotId, e.Round) == (end.Run, end.Shot, end.Round)))),
            () => "the terminal event of " + string.Join(", ", heard.Where(end => !store.Ends.Any(e => (e.RunId, e.ShotId, e.Round) == (end.Run, end.Shot, end.Round)))));

        var ends = new List<string>();
        foreach (var (run, shot) in shots)
            ends.Add(Line((await store.ShotAsync(run, shot)).Result!));
        ends.Order(StringComparer.Ordinal).ShouldBe(expected.Select(end => end.Line).Order(StringComparer.Ordinal));
        store.Contradictions.ShouldBeEmpty();

        foreach (var run in runs)
        {
            var balance = await store.BalanceAsync(run);
            balance.OpenReservations.ShouldBe(0, run);
            KnownCost.Reported(balance.Spent).ShouldBe((await store.TakesAsync(run)).Cost, $"every cent of {run} belongs to a take");
            var record = await store.RunAsync(run);
            var ofRun = shots.Where(shot => shot.Run == run).Select(shot => shot.Shot)
                .Union(record?.Shots.Where(shot => shot.Started).Select(shot => shot.ShotId) ?? [], StringComparer.Ordinal);
            balance.Spent.ShouldBe(await CostOfShotsAsync(store, run, ofRun), run);
        }

        await DecideTheReviewsAsync(store, shots);
    }

    /// <summary>Those who wait for a person still hear one: approved, rejected, or made again.</summary>
    private static async Task DecideTheReviewsAsync(OpenedStore store, IEnumerable<(string Run, string Shot)> shots)
    {
        var decisions = new[] { ReviewDecision.Approve, ReviewDecision.Reject, ReviewDecision.Reroll };
        var decided = new List<(string Run, string Shot, ReviewDecision Decision)>();
        foreach (var (run, shot) in shots)
        {
            var record = await store.ShotAsync(run, shot);
            if (record.State != "AwaitingReview")
                continue;
            var decision = decisions[decided.Count % decisions.Length];
            if (decision == ReviewDecision.Approve && record.Result!.OutputPath is null)
                decision = ReviewDecision.Reject;
            decided.Add((run, shot, decision));
            // The claim of another person on a review of the fixture has run out by then.
            await store.Bus.Publish(new DecideReview { ReviewId = record.Result!.ReviewQueueId!.Value, Decision = decision, By = "ines" });
        }

        decided.Count.ShouldBeGreaterThan(3);
        await store.UntilAsync(
            async () =>
            {
                foreach (var (run, shot, decision) in decided)
                {
                    var record = await store.ShotAsync(run, shot);
                    var wanted = decision switch { ReviewDecision.Approve => "Approved", ReviewDecision.Reject => "Rejected", _ => "Completed" };
                    if (record.State != wanted)
                        return false;
                }

                return true;
            },
            () => "every decision on a review");
        foreach (var (run, shot, _) in decided.Where(d => d.Decision == ReviewDecision.Reroll))
        {
            var again = (await store.ShotAsync(run, shot)).Result!;
            again.Status.ShouldBe(ShotStatus.Ok, $"{run}/{shot}");
            again.Round.ShouldBe(2);
        }
    }

    private static async Task<decimal> CostOfShotsAsync(OpenedStore store, string run, IEnumerable<string> shots)
    {
        var cost = 0m;
        foreach (var shot in shots)
            cost += (await store.ShotAsync(run, shot)).Cost.Usd;
        return cost;
    }

    private static async Task<List<ExpectedEnd>> ReadExpectedAsync(string version) =>
        [.. (await File.ReadAllLinesAsync(FixtureOf(version, "ends.txt"))).Where(line => line.Length > 0).Select(ExpectedEnd.Of)];

    private static string FixtureOf(string version, string file) => Path.Combine(AppContext.BaseDirectory, $"store-{version}", file);

    private static string Line(ShotCompleted end) => string.Create(
        CultureInfo.InvariantCulture, $"{end.RunId} {end.ShotId} round {end.Round}: {SnakeCase.Of(end.Status)}, {end.CostUsd} US dollars, {end.Attempts} attempts, {end.Takes} takes");

    private static void Unpack(string version, string file)
    {
        using var source = new GZipStream(File.OpenRead(FixtureOf(version, "recoil.db.gz")), CompressionMode.Decompress);
        using var target = File.Create(file);
        source.CopyTo(target);
    }

    private static async Task RestoreAsync(string version, IMongoDatabase database)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(FixtureOf(version, "mongodb.jsonl.gz")), CompressionMode.Decompress));
        var collections = new Dictionary<string, List<BsonDocument>>(StringComparer.Ordinal);
        while (await lines.ReadLineAsync() is { } line)
        {
            var entry = BsonSerializer.Deserialize<BsonDocument>(line);
            var name = entry["collection"].AsString;
            if (!collections.TryGetValue(name, out var documents))
                collections.Add(name, documents = []);
            documents.Add(entry["document"].AsBsonDocument);
        }

        foreach (var (name, documents) in collections)
            await database.GetCollection<BsonDocument>(name).InsertManyAsync(documents);
    }

    private sealed record ExpectedEnd(string Run, string Shot, int Round, string Line)
    {
        public static ExpectedEnd Of(string line)
        {
            var words = line.Split(' ', ':');
            return new ExpectedEnd(words[0], words[1], int.Parse(words[3], CultureInfo.InvariantCulture), line);
        }

        public override string ToString() => $"{Run}/{Shot} round {Round}";
    }
}
