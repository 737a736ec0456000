using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget;

public abstract class When_a_run_is_admitted<TStore> : LedgerTest<TStore> where TStore : IStoreUnderTest, new()
{
    [Fact]
    public async Task Its_project_holds_its_cap_until_it_is_closed()
    {
        (await AdmitAsync(5)).ShouldBe(new AdmissionResult(AdmissionOutcome.Admitted));
        await ShouldBeHeldAsync(held: 5, spent: 0);

        await SettleAsync(await ReserveAsync(2), 1.5m);
        var open = await ReserveAsync(0.25m);
        await ShouldBeHeldAsync(held: 5, spent: 1.5m);

        await CloseAsync();
        await ShouldBeHeldAsync(held: 1.75m, spent: 1.5m);
        await SettleAsync(open, 0);
        await ShouldBeHeldAsync(held: 1.5m, spent: 1.5m);
    }

    [Fact]
    public async Task It_is_refused_with_what_is_free_when_the_project_has_less_and_may_be_asked_for_again()
    {
        await CapAsync(10);
        (await AdmitAsync(7)).Outcome.ShouldBe(AdmissionOutcome.Admitted);

        (await AdmitAsync(4, account: "film/run-2")).ShouldBe(new AdmissionResult(AdmissionOutcome.RefusedByProject, Free: 3));
        await ShouldBeHeldAsync(held: 7, spent: 0);

        await Projects.TopUpAsync(new ProjectTopUp(Project, Guid.NewGuid(), 1, Noon.AddMinutes(1)), default);
        (await AdmitAsync(4, account: "film/run-2")).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await ShouldBeHeldAsync(held: 11, spent: 0);
    }

    [Fact]
    public async Task Its_takes_find_the_money_although_the_project_has_none_left()
    {
        await CapAsync(5);
        await AdmitAsync(5);
        (await AdmitAsync(0, account: "film/free")).Outcome.ShouldBe(AdmissionOutcome.Admitted);

        (await Ledger.ReserveAsync(Request(5, cap: 5), default)).ShouldBe(ReservationOutcome.Reserved);
        (await Ledger.ReserveAsync(Request(0.01m, account: "film/other"), default)).ShouldBe(ReservationOutcome.RefusedByProject);
        await ShouldBeHeldAsync(held: 5, spent: 0);
    }

    [Fact]
    public async Task Asking_and_closing_again_change_nothing()
    {
        await AdmitAsync(5);
        (await AdmitAsync(5)).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        (await AdmitAsync(50)).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await ShouldBeHeldAsync(held: 5, spent: 0);

        await CloseAsync();
        await CloseAsync();
        (await AdmitAsync(5)).Outcome.ShouldBe(AdmissionOutcome.AlreadyClosed);
        await ShouldBeHeldAsync(held: 0, spent: 0);
    }

    [Fact]
    public async Task A_close_that_comes_first_leaves_nothing_held()
    {
        await CloseAsync();

        (await AdmitAsync(5)).Outcome.ShouldBe(AdmissionOutcome.AlreadyClosed);

        await ShouldBeHeldAsync(held: 0, spent: 0);
    }

    [Fact]
    public async Task Again_after_its_close_it_holds_what_its_cap_leaves_and_the_old_close_does_nothing()
    {
        await AdmitAsync(5);
        await SettleAsync(await ReserveAsync(2), 2);
        await CloseAsync();

        (await AdmitAsync(5, number: 2)).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await CloseAsync(number: 1);
        await ShouldBeHeldAsync(held: 5, spent: 2);

        await CloseAsync(number: 2);
        await ShouldBeHeldAsync(held: 2, spent: 2);
    }

    [Fact]
    public async Task What_it_uses_beyond_its_admission_is_held_too()
    {
        await AdmitAsync(1);

        await ReserveAsync(3);
        await ShouldBeHeldAsync(held: 3, spent: 0);
        await SettleAsync(await ReserveAsync(1), 2.5m);

        await ShouldBeHeldAsync(held: 5.5m, spent: 2.5m);
    }

    [Fact]
    public async Task The_projects_cap_is_reached_and_not_passed_by_many_at_once()
    {
        await CapAsync(5);
        var other = await Store.OpenAgainAsync();
        try
        {
            var answers = await AtOnceAsync(12, index => (index % 2 == 0 ? Store : other).Budget.AdmitAsync(new RunAdmission($"film/run-{index}", 1, 1, Noon), default));

            answers.Count(answer => answer.Outcome == AdmissionOutcome.Admitted).ShouldBe(5);
            await ShouldBeHeldAsync(held: 5, spent: 0);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Many_runs_of_the_largest_caps_are_held_and_given_back_to_the_cent()
    {
        for (var run = 0; run < 20; run++)
            (await AdmitAsync(9_000_000, account: $"film/run-{run}")).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        await ShouldBeHeldAsync(held: 180_000_000, spent: 0);

        await Ledger.SettleAsync("film/run-3", Guid.NewGuid(), 0.000000000001m, Noon, default);
        for (var run = 0; run < 20; run++)
            await CloseAsync(account: $"film/run-{run}");

        await ShouldBeHeldAsync(held: 0.000000000001m, spent: 0.000000000001m);
    }

    [Fact]
    public async Task Runs_that_are_many_are_all_still_known()
    {
        const int Many = 140;
        for (var run = 0; run < Many; run++)
            await AdmitAsync(1, account: $"film/run-{run}");
        await ShouldBeHeldAsync(held: Many, spent: 0);

        for (var run = 0; run < Many; run++)
        {
            await Ledger.SettleAsync($"film/run-{run}", Guid.NewGuid(), 0.5m, Noon, default);
            await CloseAsync(account: $"film/run-{run}");
        }

        await ShouldBeHeldAsync(held: Many / 2, spent: Many / 2);
        (await ShowAsync(runs: 3)).Runs.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_negative_cap_is_an_error() => await Should.ThrowAsync<ArgumentOutOfRangeException>(() => AdmitAsync(-1));
}
