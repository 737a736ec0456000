using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;

namespace Recoil.Budget.Tests;

/// <summary>The budget service on MassTransit's harness and the embedded store.</summary>
public sealed class BudgetServiceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;
    private ITestHarness _harness = null!;

    private IBudgetLedger Ledger => _services.GetRequiredService<IBudgetLedger>();

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<TimeProvider>(_time)
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder.Path })
            .AddBudget()
            .AddMassTransitTestHarness(bus =>
            {
                bus.ConfigureRecoil();
                bus.AddBudgetConsumers();
                bus.UsingInMemory((context, transport) =>
                {
                    transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
                    transport.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider();
        _harness = _services.GetRequiredService<ITestHarness>();
        await _harness.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private static ReserveBudget Reserve(decimal estimate, decimal shotSpent = 0, Guid? id = null) => new()
    {
        CorrelationId = Guid.NewGuid(),
        ReservationId = id ?? Guid.NewGuid(),
        Scope = "p/r",
        Estimate = estimate,
        EpisodeCap = 10,
        ShotSpent = shotSpent,
        ShotCap = 5,
        Lease = TimeSpan.FromMinutes(10),
    };

    private async Task<bool> AnsweredAsync<T>(Func<T, bool> fits) where T : class => await _harness.Published.Any<T>(m => fits(m.Context.Message));

    [Fact]
    public async Task Money_that_is_there_is_set_aside()
    {
        var reserve = Reserve(3);
        await _harness.Bus.Publish(reserve);

        (await AnsweredAsync<BudgetReserved>(m => m.ReservationId == reserve.ReservationId && m.CorrelationId == reserve.CorrelationId)).ShouldBeTrue();
        (await Ledger.GetAsync("p/r", default)).ShouldBe(new AccountBalance(0, 3, 1));
    }

    [Fact]
    public async Task The_cap_that_refuses_is_named()
    {
        await Ledger.SettleAsync("p/r", Guid.NewGuid(), 8, _time.GetUtcNow(), default);
        var forEpisode = Reserve(3);
        var forShot = Reserve(2, shotSpent: 4);
        await _harness.Bus.Publish(forEpisode);
        await _harness.Bus.Publish(forShot);

        (await AnsweredAsync<BudgetRefused>(m => m.ReservationId == forEpisode.ReservationId && m.RefusedBy == BudgetScope.Episode)).ShouldBeTrue();
        (await AnsweredAsync<BudgetRefused>(m => m.ReservationId == forShot.ReservationId && m.RefusedBy == BudgetScope.Shot)).ShouldBeTrue();
        (await Ledger.GetAsync("p/r", default)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task A_reservation_settled_before_it_came_is_not_answered_and_holds_no_money()
    {
        var reserve = Reserve(3);
        await _harness.Bus.Publish(new SettleBudget { CorrelationId = reserve.CorrelationId, ReservationId = reserve.ReservationId, Scope = "p/r", ActualCost = 0 });
        (await _harness.Consumed.Any<SettleBudget>()).ShouldBeTrue();
        await _harness.Bus.Publish(reserve);
        (await _harness.Consumed.Any<ReserveBudget>()).ShouldBeTrue();

        _harness.Published.Select<BudgetReserved>().ShouldBeEmpty();
        (await Ledger.GetAsync("p/r", default)).ShouldBe(default);
    }

    [Fact]
    public async Task Settling_turns_a_reservation_into_what_was_spent()
    {
        var reserve = Reserve(3);
        await _harness.Bus.Publish(reserve);
        (await AnsweredAsync<BudgetReserved>(_ => true)).ShouldBeTrue();

        await _harness.Bus.Publish(new SettleBudget { CorrelationId = reserve.CorrelationId, ReservationId = reserve.ReservationId, Scope = "p/r", ActualCost = 3.5m });

        (await _harness.Consumed.Any<SettleBudget>()).ShouldBeTrue();
        (await Ledger.GetAsync("p/r", default)).ShouldBe(new AccountBalance(3.5m, 0, 0));
    }

    [Fact]
    public async Task A_negative_amount_is_refused_as_a_fault_and_moves_no_money()
    {
        await _harness.Bus.Publish(Reserve(-1));
        await _harness.Bus.Publish(new SettleBudget { CorrelationId = Guid.NewGuid(), ReservationId = Guid.NewGuid(), Scope = "p/r", ActualCost = -1 });

        (await AnsweredAsync<Fault<ReserveBudget>>(f => f.Exceptions[0].Message.Contains("are 0 or more", StringComparison.Ordinal))).ShouldBeTrue();
        (await AnsweredAsync<Fault<SettleBudget>>(f => f.Exceptions[0].Message.Contains("are 0 or more", StringComparison.Ordinal))).ShouldBeTrue();
        (await Ledger.GetAsync("p/r", default)).ShouldBe(default);
    }

    [Fact]
    public async Task An_unsettled_reservation_is_released_after_its_lease()
    {
        await _harness.Bus.Publish(Reserve(3));
        (await AnsweredAsync<BudgetReserved>(_ => true)).ShouldBeTrue();
        var releaser = _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<ExpiredReservationReleaser>().Single();

        _time.Advance(TimeSpan.FromMinutes(9));
        await releaser.PassAsync(default);
        (await Ledger.GetAsync("p/r", default)).Reserved.ShouldBe(3);

        _time.Advance(TimeSpan.FromMinutes(2));
        await releaser.PassAsync(default);
        (await Ledger.GetAsync("p/r", default)).ShouldBe(default);
    }

    [Fact]
    public async Task A_run_is_admitted_refused_with_what_is_free_and_closed()
    {
        await _harness.Bus.Publish(new SetProjectBudget { Project = "p", Cap = 10, By = "Ida", At = _time.GetUtcNow() });
        (await _harness.Consumed.Any<SetProjectBudget>()).ShouldBeTrue();
        await _harness.Bus.Publish(new ReserveRunBudget { Project = "p", RunId = "r", Cap = 8 });
        (await AnsweredAsync<RunBudgetReserved>(m => m is { Project: "p", RunId: "r", Admission: 1 })).ShouldBeTrue();
        await _harness.Bus.Publish(new ReserveRunBudget { Project = "p", RunId = "other", Cap = 3 });
        (await AnsweredAsync<RunBudgetRefused>(m => m is { RunId: "other", Cap: 3, Free: 2 })).ShouldBeTrue();

        await _harness.Bus.Publish(new CloseRunBudget { Project = "p", RunId = "r" });
        (await _harness.Consumed.Any<CloseRunBudget>()).ShouldBeTrue();
        await _harness.Bus.Publish(new ReserveRunBudget { Project = "p", RunId = "other", Cap = 10 });

        (await AnsweredAsync<RunBudgetReserved>(m => m.RunId == "other")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_admission_that_was_closed_is_not_answered_again()
    {
        await _harness.Bus.Publish(new CloseRunBudget { Project = "p", RunId = "r" });
        (await _harness.Consumed.Any<CloseRunBudget>()).ShouldBeTrue();
        await _harness.Bus.Publish(new ReserveRunBudget { Project = "p", RunId = "r", Cap = 8 });
        (await _harness.Consumed.Any<ReserveRunBudget>()).ShouldBeTrue();

        _harness.Published.Select<RunBudgetReserved>().ShouldBeEmpty();
        (await _services.GetRequiredService<IProjectBudgets>().ShowAsync("p", _time.GetUtcNow(), 1, default)).ShouldNotBeNull().Held.ShouldBe(0);
    }

    [Fact]
    public async Task A_take_that_the_project_has_no_money_for_is_refused_by_it()
    {
        await _harness.Bus.Publish(new SetProjectBudget { Project = "p", Cap = 2, By = "Ida", At = _time.GetUtcNow() });
        (await _harness.Consumed.Any<SetProjectBudget>()).ShouldBeTrue();

        var reserve = Reserve(3);
        await _harness.Bus.Publish(reserve);

        (await AnsweredAsync<BudgetRefused>(m => m.ReservationId == reserve.ReservationId && m.RefusedBy == BudgetScope.Project)).ShouldBeTrue();
    }

    [Fact]
    public async Task Extra_money_of_a_shot_is_its_own()
    {
        await Ledger.SettleAsync("p/r", Guid.NewGuid(), 10, _time.GetUtcNow(), default);
        var (with, without) = (Reserve(1) with { ExtraBudget = 1 }, Reserve(1));
        await _harness.Bus.Publish(with);
        await _harness.Bus.Publish(without);

        (await AnsweredAsync<BudgetReserved>(m => m.ReservationId == with.ReservationId)).ShouldBeTrue();
        (await AnsweredAsync<BudgetRefused>(m => m.ReservationId == without.ReservationId && m.RefusedBy == BudgetScope.Episode)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_projects_account_is_shown_set_and_topped_up()
    {
        var show = _harness.Bus.CreateRequestClient<ShowProjectBudget>();
        var set = _harness.Bus.CreateRequestClient<SetProjectBudget>();
        var topUp = _harness.Bus.CreateRequestClient<TopUpProjectBudget>();
        (await show.GetResponse<ProjectBudgetShown>(new ShowProjectBudget { Project = "p" })).Message.IsKnown.ShouldBeFalse();

        var now = _time.GetUtcNow();
        var command = new SetProjectBudget { Project = "p", Cap = 100, Period = BudgetPeriod.Month, By = "Ida", At = now };
        (await set.GetResponse<ProjectBudgetShown>(command)).Message.Cap.ShouldBe(100);
        var more = new TopUpProjectBudget { TopUpId = Guid.NewGuid(), Project = "p", Amount = 25, By = "Jun", At = now.AddSeconds(1) };
        for (var i = 0; i < 2; i++)
            (await topUp.GetResponse<ProjectBudgetShown>(more)).Message.Cap.ShouldBe(125);
        await Ledger.ReserveAsync(new ReservationRequest("p/r", Guid.NewGuid(), 3, 10, 0, 10, now, TimeSpan.FromMinutes(1)), default);
        await Ledger.SettleAsync("p/r", Guid.NewGuid(), 1, now, default);

        var shown = (await show.GetResponse<ProjectBudgetShown>(new ShowProjectBudget { Project = "p" })).Message;

        (shown.IsKnown, shown.Cap, shown.Period, shown.Month, shown.Spent, shown.Reserved, shown.Free, shown.SetBy, shown.SetAt)
            .ShouldBe((true, 125, BudgetPeriod.Month, "2026-03", 1, 3, 121, "Ida", now));
        shown.Runs.ShouldHaveSingleItem().ShouldBe(new RunHold { RunId = "r", Hold = 4, Spent = 1 });
    }
}
