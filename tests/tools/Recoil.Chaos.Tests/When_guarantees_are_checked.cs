using Microsoft.Extensions.DependencyInjection;
using Recoil.Chaos.Faults;
using Recoil.Chaos.Promises;
using Recoil.Chaos.Shots;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;
using Recoil.Storage.Sagas;

namespace Recoil.Chaos.Tests;

/// <summary>A check that finds nothing on a sound run, and the broken guarantee on every other.</summary>
public sealed class When_guarantees_are_checked : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly OneShot _archive = new();
    private readonly ChaosShot _shot = ChaosShots.Plan(1, 1)[0];
    private ServiceProvider _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Guid TakeId => ShotIdentity.OfTake(_shot.CorrelationId, 1, 1);

    public async ValueTask InitializeAsync()
    {
        _store = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder.Path })
            .AddSingleton<IShotArchive>(_archive)
            .BuildServiceProvider();
        await _store.GetRequiredService<IProjectBudgets>().SetAsync(new ProjectBudget(ChaosShots.Project, 100, BudgetPeriod.Total, "chaos", s_now), Cancellation);
        var result = new ShotCompleted
        {
            CorrelationId = _shot.CorrelationId,
            Project = ChaosShots.Project,
            ShotId = _shot.Request.ShotId,
            Status = ShotStatus.Ok,
            OpId = "op",
            CostUsd = 0,
            Attempts = 1,
            Takes = 1,
            At = s_now,
        };
        _archive.Record = new ShotRecord("Done", 1, 1, KnownCost.Free, result, [Entry("dispatched"), Entry("generated"), Entry("verdict"), Entry("decision")], [], null);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_sound_run_has_no_findings() => (await FindAsync()).ShouldBeEmpty();

    [Fact]
    public async Task A_shot_that_was_made_again_though_nobody_asked_is_found()
    {
        _archive.Record = _archive.Record! with { Timeline = [.. _archive.Record.Timeline, Entry("remake")] };

        Promises(await FindAsync()).ShouldBe(["a shot is made again once for each request"]);
    }

    [Fact]
    public async Task A_shot_without_a_result_is_found()
    {
        var events = new[] { Event("1") };
        _archive.Record = _archive.Record! with { Result = null };

        (await FindAsync(events)).ShouldContain(new BrokenPromise("every shot ends", "0000-clean has no result"));
    }

    [Fact]
    public async Task A_wrong_status_is_found()
    {
        _archive.Record = _archive.Record! with { Result = _archive.Record.Result! with { Status = ShotStatus.Crashed } };

        Promises(await FindAsync()).ShouldBe(["every shot ends with an expected status", "one terminal event per round"]);
    }

    [Fact]
    public async Task A_terminal_event_that_is_missing_is_found() =>
        Promises(await FindAsync(events: [])).ShouldBe(["one terminal event per round"]);

    [Fact]
    public async Task Two_terminal_events_of_a_round_are_found_but_not_one_that_is_delivered_twice()
    {
        (await FindAsync(events: [Event("1"), Event("1")])).ShouldBeEmpty();
        Promises(await FindAsync(events: [Event("1"), Event("2")])).ShouldBe(["one terminal event per round"]);
    }

    [Fact]
    public async Task A_terminal_event_with_another_routing_key_is_found() =>
        Promises(await FindAsync(events: [Event("1") with { RoutingKey = "chaos.crashed" }])).ShouldBe(["one terminal event per round"]);

    [Fact]
    public async Task A_gap_in_a_timeline_is_found()
    {
        _archive.Record = _archive.Record! with { Timeline = [Entry("generated"), Entry("decision")] };

        Promises(await FindAsync()).ShouldBe(["timelines are complete"]);
    }

    [Fact]
    public async Task A_cost_that_the_timeline_does_not_have_is_found()
    {
        _archive.Record = _archive.Record! with { Cost = KnownCost.Reported(0.04m) };

        Promises(await FindAsync()).ShouldBe(["timelines are complete"]);
    }

    [Fact]
    public async Task A_cost_that_nobody_knows_is_found()
    {
        _archive.Record = _archive.Record! with { Cost = KnownCost.Unknown };

        (await FindAsync()).ShouldBe([new BrokenPromise("every cent belongs to a take", "0000-clean cost unknown")]);
    }

    [Fact]
    public async Task A_late_bill_comes_on_top_of_the_cost_at_the_end()
    {
        _archive.Record = _archive.Record! with
        {
            Cost = KnownCost.Reported(0.04m),
            Timeline = [.. _archive.Record.Timeline, Entry("late") with { Cost = 0.04m }],
        };

        (await FindAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_take_that_was_submitted_twice_is_found() =>
        Promises(await FindAsync(new ProviderJob(TakeId, "job-1", 0, 2))).ShouldBe(["no take is bought twice"]);

    [Fact]
    public async Task A_job_of_no_take_is_found() =>
        Promises(await FindAsync(new ProviderJob(Guid.NewGuid(), "job-1", 0, 1))).ShouldBe(["no take is bought twice"]);

    [Fact]
    public async Task A_charge_that_the_account_does_not_have_is_found() =>
        Promises(await FindAsync(new ProviderJob(TakeId, "job-1", 0.04m, 1))).ShouldBe(["the ledger is the sum of the takes"]);

    [Fact]
    public async Task A_job_whose_charge_the_provider_does_not_say_is_found() =>
        (await FindAsync(new ProviderJob(TakeId, "job-1", null, 1))).ShouldHaveSingleItem().Detail.ShouldEndWith("the provider's file does not say what job job-1 cost");

    [Fact]
    public async Task A_run_that_still_holds_money_of_its_project_is_found()
    {
        var admission = new RunAdmission(ShotIdentity.BudgetScopeOf(ChaosShots.Project, _shot.Request.RunId), 1, 5, s_now);
        await _store.GetRequiredService<IBudgetLedger>().AdmitAsync(admission, Cancellation);

        Promises(await FindAsync()).ShouldBe(["the project holds what its runs have spent"]);
    }

    [Fact]
    public async Task A_review_that_is_not_stored_is_found() =>
        Promises(await FindAsync(events: [Event("1") with { ReviewId = Guid.NewGuid() }])).ShouldBe(["one review entry per escalation"]);

    private Task<IReadOnlyList<BrokenPromise>> FindAsync(params ProviderJob[] jobs) => FindAsync([Event("1")], jobs);

    private Task<IReadOnlyList<BrokenPromise>> FindAsync(TerminalEvent[] events, params ProviderJob[] jobs) =>
        new PromiseCheck(_store, events, jobs.ToDictionary(job => job.ExternalId)).FindAsync([_shot], Cancellation);

    private TerminalEvent Event(string messageId) => new(messageId, _shot.Request.ShotId, RoutingKeys.Of(_archive.Record!.Result!), ShotStatus.Ok, 1, null);

    private static string[] Promises(IEnumerable<BrokenPromise> findings) => [.. findings.Select(finding => finding.Promise)];

    private static TimelineEntry Entry(string name) => new() { At = s_now, Event = name, Attempt = 1, Take = 1 };

    private sealed class OneShot : IShotArchive
    {
        public ShotRecord? Record { get; set; }

        public Task<ShotRecord?> FindAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult(Record);

        public Task<RunRequested?> FindRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunRequested?>(null);

        public Task<RunRecord?> LookUpRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunRecord?>(null);

        public Task<IReadOnlyList<string>> FindBuiltOnAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<IReadOnlyList<UnreadableSaga>> ListUnreadableRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UnreadableSaga>>([]);

        public Task<RunSummary?> SummarizeRunAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunSummary?>(null);

        public Task<RunStanding?> CountShotsAsync(string project, string runId, CancellationToken cancellationToken) => Task.FromResult<RunStanding?>(null);

        public Task<bool> HasShotAsync(string project, string runId, string shotId, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<IReadOnlyList<RunSummary>> ListRunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunSummary>>([]);
    }
}
