using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Driver;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.MongoDb.Testing;
using Recoil.S3.Testing;
using Recoil.Storage.Embedded;
using Recoil.Storage.MongoDb;

namespace Recoil.Retention.Tests;

public sealed class When_time_has_passed : IDisposable
{
    /// <summary>By four takes.</summary>
    private const decimal Spent = 0.16m;

    private const string OfEpisode = "SH020";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Needs(Need.Ffmpeg)]
    public Task What_nothing_refers_to_is_removed_from_the_embedded_store_and_the_folder() => ShouldBeRemovedAsync(
        services => services.AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder["store"] }),
        new ArtifactOptions { Folder = _folder["takes"] });

    [Fact]
    [Needs(Need.Ffmpeg)]
    [Needs(Need.MongoDb)]
    public async Task What_nothing_refers_to_is_removed_from_MongoDB_and_the_bucket()
    {
        var server = await MongoDbServer.ConnectionStringAsync();
        var options = new MongoDbStoreOptions { ConnectionString = server, Database = MongoDbServer.NewDatabase() };
        var artifacts = new ArtifactOptions
        {
            Kind = ArtifactOptions.InS3,
            Endpoint = await S3Server.AddressAsync(),
            PathStyle = true,
            Bucket = S3Server.Bucket,
            Prefix = $"{Guid.NewGuid():N}/",
            AccessKey = S3Server.Key,
            SecretKey = S3Server.Key,
            CacheFolder = _folder["cache"],
        };
        using var client = new MongoClient(server);
        try
        {
            await ShouldBeRemovedAsync(services => services.AddMongoDbStore(options), artifacts);
        }
        finally
        {
            await client.DropDatabaseAsync(options.Database);
        }
    }

    private async Task ShouldBeRemovedAsync(Action<IServiceCollection> registerStore, ArtifactOptions artifacts)
    {
        var now = DateTimeOffset.UtcNow;
        var farm = await StartAsync(now);
        var (shared, unused) = (await farm.PutAsync([1, 2, 3], "refs/ida"), await farm.PutAsync([4, 5, 6], "refs/nobody"));
        foreach (var shot in new[] { "SH010", Farm.Doubtful + "1", Farm.Doubtful + "2" })
            await farm.PublishAsync(Request(shot) with { IdentityRefs = [shared.ToString()] });
        await farm.PublishAsync(Request(OfEpisode) with { EpisodeId = "E01", IdentityRefs = [shared.ToString()] });
        await EndAsync(farm, "SH010", OfEpisode, Farm.Doubtful + "1", Farm.Doubtful + "2");
        await farm.UntilAsync(async () => await farm.BalanceAsync() is { Spent: Spent, OpenReservations: 0 }, "the settlement of every take");
        var (good, decided, open) = (await TakeOfAsync(farm, "SH010"), await TakeOfAsync(farm, Farm.Doubtful + "1"), await TakeOfAsync(farm, Farm.Doubtful + "2"));
        var accepted = await TakeOfAsync(farm, OfEpisode);
        await DecideAsync(farm, Farm.Doubtful + "1", ReviewDecision.Approve);
        await farm.UntilAsync(async () => (await farm.ShotAsync(Farm.Doubtful + "1"))!.State == "Approved", "the decision on a review");
        (await farm.CountTakesAsync()).ShouldBe(4);

        // Shots are kept for 30 days after their ends, takes, reservations and decided reviews for 90 and as long as their shot, artifacts for 120
        // and as long as something names them. The shot that nobody has decided is kept, with all that belongs to it, and the accepted take of an
        // episode's shot for good.
        farm = await LaterAsync(100);
        await farm.UntilLaterAsync(
            async () => await farm.ShotAsync("SH010") is null && await farm.ShotAsync(OfEpisode) is null && await farm.ShotAsync(Farm.Doubtful + "1") is null && await farm.CountTakesAsync() == 1
                && (await farm.Reviews.ListAsync(Farm.Project, Farm.Run, default)).Count == 1,
            "removal of shots, takes and reviews that are over");
        foreach (var kept in new[] { good, accepted, decided, open, shared.ToString(), unused.ToString() })
            (await farm.IsKeptAsync(kept)).ShouldBeTrue(kept);
        (await farm.BalanceAsync()).Spent.ShouldBe(Spent, "what was spent is never forgotten");

        farm = await LaterAsync(30);
        await farm.UntilLaterAsync(
            async () => !await farm.IsKeptAsync(good) && !await farm.IsKeptAsync(decided) && !await farm.IsKeptAsync(unused.ToString()), "removal of artifacts");
        (await farm.IsKeptAsync(open)).ShouldBeTrue("its shot waits for a person");
        (await farm.IsKeptAsync(accepted)).ShouldBeTrue("later shots of its episode may be made after it");
        (await farm.IsKeptAsync(shared.ToString())).ShouldBeTrue("that shot may be made again");

        // The person comes at last, finds everything, and has it made again.
        await DecideAsync(farm, Farm.Doubtful + "2", ReviewDecision.Reroll);
        await farm.UntilAsync(async () => (await farm.ShotAsync(Farm.Doubtful + "2"))!.Result is { Round: 2 }, "the second round");
        var again = await TakeOfAsync(farm, Farm.Doubtful + "2");
        (await farm.IsKeptAsync(again)).ShouldBeTrue();
        await DecideAsync(farm, Farm.Doubtful + "2", ReviewDecision.Reject);
        await farm.UntilAsync(async () => (await farm.ShotAsync(Farm.Doubtful + "2"))!.State == "Rejected", "the second decision");

        farm = await LaterAsync(400);
        await farm.UntilLaterAsync(
            async () => await farm.CountDocumentsAsync() == 1 && !await farm.IsKeptAsync(again) && !await farm.IsKeptAsync(open) && !await farm.IsKeptAsync(shared.ToString()),
            "removal of everything else");
        (await farm.IsKeptAsync(accepted)).ShouldBeTrue("later shots of its episode may be made after it");
        if (artifacts.Kind == ArtifactOptions.InFolder)
        {
            var name = accepted.Split('/')[0];
            Directory.GetFiles(artifacts.Folder, "*", SearchOption.AllDirectories)
                .ShouldAllBe(file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal) || NameOf(file) == name, "people see nothing of the rest either");
        }

        await farm.DisposeAsync();

        Task<Farm> StartAsync(DateTimeOffset time) => Farm.StartAsync(registerStore, artifacts, _folder.Path, time);

        // All services rest for so many days, and then go on.
        async Task<Farm> LaterAsync(int days)
        {
            await farm.DisposeAsync();
            return await StartAsync(now += TimeSpan.FromDays(days));
        }
    }

    private static ShotRequested Request(string shotId) => new()
    {
        Project = Farm.Project, RunId = Farm.Run, ShotId = shotId, EpisodeCap = 100, Prompt = "a lighthouse", Model = "rehearsal", IdentityRefs = [],
    };

    private static Task EndAsync(Farm farm, params string[] shots) => farm.UntilAsync(
        async () => (await Task.WhenAll(shots.Select(farm.ShotAsync))).All(shot => shot?.Result is not null), "the end of every shot");

    private static async Task<string> TakeOfAsync(Farm farm, string shot) => (await farm.ShotAsync(shot))!.Result!.OutputPath.ShouldNotBeNull();

    /// <summary>The name by content of a file.</summary>
    private static string NameOf(string file) => $"sha256-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}";

    private static async Task DecideAsync(Farm farm, string shot, ReviewDecision decision)
    {
        var review = (await farm.ShotAsync(shot))!.Result!.ReviewQueueId.ShouldNotBeNull();
        await farm.UntilAsync(async () => await farm.Reviews.FindAsync(review, default) is not null, "the review");
        await farm.PublishAsync(new DecideReview { ReviewId = review, Decision = decision, By = "ines" });
    }
}
