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
}
