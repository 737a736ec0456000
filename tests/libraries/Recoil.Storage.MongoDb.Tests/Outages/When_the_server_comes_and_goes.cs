using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;

namespace Recoil.Storage.MongoDb.Tests.Outages;

public sealed class When_the_server_comes_and_goes : OutageTest
{
    private const int Workers = 8;
    private const int Steps = 25;
    private const int DoneBetweenCuts = 30;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task No_step_of_a_saga_is_lost_or_done_twice()
    {
        var film = NewFilm();
        await Films.TryInsertAsync(film, default);

        await WhileItIsCutOffAsync(Enumerable.Range(0, Workers).Select(async worker =>
        {
            for (var step = 0; step < Steps; step++)
                await StepAsync(film.Id, $"{worker}/{step}");
        }));

        var stored = (await Films.LoadAsync(film.Id, default)).ShouldNotBeNull();
        stored.State.Notes.Count.ShouldBe(Workers * Steps);
        stored.State.Notes.Distinct(StringComparer.Ordinal).Count().ShouldBe(Workers * Steps);
        stored.Version.ShouldBe(1 + (Workers * Steps));
    }

    [Fact]
    public async Task Money_adds_up_to_the_last_cent()
    {
        await WhileItIsCutOffAsync(Enumerable.Range(0, Workers).Select(async worker =>
        {
            for (var step = 0; step < Steps; step++)
            {
                var request = Request(0.02m, cap: 0.02m * Workers * Steps);
                (await UntilThereAsync(() => LedgerBehind.ReserveAsync(request, default))).ShouldBe(ReservationOutcome.Reserved);
                await UntilThereAsync(() => LedgerBehind.SettleAsync(Account, request.ReservationId, 0.01m, Noon, default));
            }
        }));

        (await Ledger.GetAsync(Account, default)).ShouldBe(new AccountBalance(0.01m * Workers * Steps, 0, 0));
    }

    [Fact]
    public async Task Every_take_has_one_owner_and_one_result()
    {
        var takes = Enumerable.Range(0, Steps * 2).Select(_ => NewTake()).ToList();

        await WhileItIsCutOffAsync(Enumerable.Range(0, Workers).Select(async worker =>
        {
            foreach (var take in takes)
            {
                if ((await UntilThereAsync(() => TakesBehind.EnqueueAsync(take, LeaseOf($"worker {worker}"), default))).Claim is not { } claim)
                    continue;
                await UntilThereAsync(() => TakesBehind.RecordJobAsync(claim, $"job of {worker}", default));
                await UntilThereAsync(() => TakesBehind.EndAsync(claim, ResultOf(take) with { ProviderJob = $"job of {worker}" }, Noon, default));
            }
        }));

        foreach (var take in takes)
        {
            var stored = (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull();
            stored.Result.ShouldNotBeNull().ProviderJob.ShouldBe(stored.ProviderJob);
        }

        (await Takes.TotalAsync(Account, default)).ShouldBe((takes.Count, KnownCost.Reported(0.04m * takes.Count)));
    }

    /// <summary>What a saga's endpoint does: load, look whether the message is in, write, and once more when that was not confirmed.</summary>
    private Task<bool> StepAsync(Guid id, string message) => UntilThereAsync(async () =>
    {
        while (true)
        {
            var film = (await FilmsOf(Behind).LoadAsync(id, default)).ShouldNotBeNull();
            if (film.State.Notes.Contains(message, StringComparer.Ordinal))
                return true;
            film.State.Notes.Add(message);
            if (await FilmsOf(Behind).TryReplaceAsync(film, default))
                return true;
        }
    });

    /// <summary>Meanwhile answers are lost, everybody is cut off in the midst of whatever it is, and for a while nobody gets in.</summary>
    private async Task WhileItIsCutOffAsync(IEnumerable<Task> working)
    {
        var work = Task.WhenAll(working);
        for (var round = 0; !work.IsCompleted; round++)
        {
            Proxy.CutAnswerTo((round % 3) switch { 0 => "update", 1 => "findAndModify", _ => "insert" });
            for (var enough = Done + DoneBetweenCuts; Done < enough && !work.IsCompleted;)
                await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(5)));
            if (round % 3 == 1)
                Proxy.CutAll();
            if (round % 6 == 2)
            {
                Proxy.Refuse();
                await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1)));
                Proxy.Admit();
            }
        }

        await work.WaitAsync(s_limit);
        Proxy.Cuts.ShouldBeGreaterThan(0);
    }
}
