using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Cli.Commands;
using Recoil.Cli.Running;
using Recoil.Cli.Statuses;
using Recoil.Cli.Tests.Fixtures;
using Recoil.Contracts;
using Recoil.Hosting.Stores;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Tests.Statuses;

/// <summary>What nobody knows is not printed as nothing.</summary>
public sealed class UnknownCostTests : IDisposable
{
    private static readonly Guid s_review = new("11111111-2222-3333-4444-555555555555");
    private readonly Invocation _recoil = new();

    public UnknownCostTests()
    {
        Directory.CreateDirectory(_recoil.Folder["store"]);
        _recoil.Settings["Storage:DataFolder"] = "store";
    }

    public void Dispose() => _recoil.Dispose();

    [Fact]
    public async Task The_reviews_say_that_a_shots_cost_is_unknown()
    {
        await AddAsync(Review(0));

        (await _recoil.RecoilAsync(["review", "list"])).ShouldBe(ExitCode.Ok);
        (await _recoil.RecoilAsync(["review", "show", "11111111"])).ShouldBe(ExitCode.Ok);
        (await _recoil.RecoilAsync(["review", "list", "--json"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.ShouldContain("  unknown  ");
        _recoil.Out.ShouldContain("cost      unknown\n");
        _recoil.Out.ShouldContain("\"cost_source\": \"unknown\"");
        _recoil.Out.ShouldNotContain("$0.00");
    }

    [Fact]
    public async Task A_part_that_is_known_is_said_and_so_is_what_a_person_found_out()
    {
        await AddAsync(Review(0.12m), charged: 0.035m);

        (await _recoil.RecoilAsync(["review", "show", "11111111"])).ShouldBe(ExitCode.Ok);

        _recoil.Out.ShouldContain("cost      at least $0.12\n");
        _recoil.Out.ShouldContain("charged   $0.035 for the take of unknown outcome\n");
    }

    [Fact]
    public void A_run_spent_at_least_what_is_known()
    {
        var run = new RunSummary(
            new RunRequested { Project = "p", RunId = "r", Model = "m", EpisodeCap = 1, ShotCap = 1, Shots = [] }, DateTimeOffset.UnixEpoch, null, null, 2);
        var standing = new RunStanding(
            new Dictionary<ShotStatus, int> { [ShotStatus.Ok] = 1, [ShotStatus.NeedsReview] = 1 }, 0, 0, KnownCost.Reported(0.12m) + KnownCost.Unknown);

        var overview = RunOverview.Of(run, standing, new AccountBalance(0.12m, 0.04m, 1), PausedWork.None);

        (overview.Spent, overview.CostSource).ShouldBe((0.12m, CostSource.Unknown));
    }

    [Fact]
    public async Task A_shot_that_is_no_longer_kept_is_in_the_report_with_what_its_run_knows()
    {
        await using var store = Store();
        var archive = new ArchiveOfRuns(("p", "r", ["S0", "S1"])) { Costs = { ["S0"] = new KnownCost(0.12m, CostSource.Unknown) } };
        var runs = new StoredRuns(archive, store.GetRequiredService<IReviewEntries>(), store.GetRequiredService<IBudgetLedger>());

        var snapshot = await runs.ReadAsync((await archive.FindRunAsync("p", "r", default))!, default);

        snapshot.Shots.Select(shot => shot.Cost).ShouldBe([new KnownCost(0.12m, CostSource.Unknown), KnownCost.Free]);
    }

    private static EnqueueReview Review(decimal known) => new()
    {
        CorrelationId = Guid.NewGuid(), ReviewId = s_review, Project = "p", RunId = "r", ShotId = "S0", Reason = ReviewReason.OutcomeUnknown, FailureMode = "unknown",
        Attempts = [new AttemptRecord { Attempt = 1, CostSource = CostSource.Unknown, ProviderError = "outcome_unknown: no answer" }],
        TotalCostUsd = known, CostSource = CostSource.Unknown, OriginalPrompt = "a quay", At = DateTimeOffset.UnixEpoch,
    };

    private async Task AddAsync(EnqueueReview review, decimal? charged = null)
    {
        await using var store = Store();
        var entries = store.GetRequiredService<IReviewEntries>();
        await entries.TryAddAsync(new ReviewEntry { ReviewId = review.ReviewId, Request = review, EnqueuedAt = review.At }, default);
        if (charged is not null)
        {
            await entries.DecideAsync(
                new ReviewDecided { CorrelationId = review.CorrelationId, ReviewId = review.ReviewId, Decision = ReviewDecision.Reject, By = "Ida", ChargedUsd = charged, At = review.At },
                review.At, default);
        }
    }

    private ServiceProvider Store() => new ServiceCollection().AddLogging().AddStore(new StorageOptions { DataFolder = _recoil.Folder["store"] }).BuildServiceProvider();
}
