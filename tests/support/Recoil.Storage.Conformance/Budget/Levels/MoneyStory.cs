using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget.Levels;

/// <summary>
/// A story of two projects whose runs are admitted, reserve, settle, are billed late and closed, told at random. Any step may end half-way and is repeated
/// later, steps that were done are repeated as well, and after each all levels are compared with what must be.
/// </summary>
internal sealed class MoneyStory(IStoreUnderTest store, int seed, DateTimeOffset begin)
{
    public const string Monthly = "monthly";
    private const string Film = "film";

    private readonly Random _random = new(seed);
    private readonly StoryRun[] _runs = [new(Film, "a"), new(Film, "b"), new(Film, "c"), new(Monthly, "a"), new(Monthly, "b")];
    private readonly List<StoryStep> _unanswered = [];
    private readonly List<StoryStep> _done = [];
    private readonly SortedSet<DateTimeOffset> _months = [];

    /// <summary>What was held after the step before.</summary>
    private readonly Dictionary<(string Project, DateTimeOffset Month), decimal> _last = [];
    private readonly DateTimeOffset _begin = begin;
    private DateTimeOffset _now = begin;
    private string _told = "";

    /// <summary>How many steps ended half-way.</summary>
    public int Ends { get; private set; }

    public async Task TellAsync(int steps)
    {
        foreach (var project in new[] { Film, Monthly })
            await DoAsync(StorySteps.SetCap(project, cap: null, _now), int.MaxValue);
        for (var step = 0; step < steps; step++)
        {
            _now += TimeSpan.FromMinutes(_random.Next(1, 400));
            _months.Add(new DateTimeOffset(_now.Year, _now.Month, 1, 0, 0, 0, TimeSpan.Zero));
            await DoAsync(Next(), _random.Next(3) == 0 ? _random.Next(1, 6) : int.MaxValue);
        }

        await EndAsync();
    }

    /// <summary>Repeats what has no answer, settles and closes all: then every hold is what is spent, to the last digit.</summary>
    private async Task EndAsync()
    {
        while (_unanswered.Count > 0)
            await DoAsync(_unanswered[0], int.MaxValue);
        foreach (var take in _runs.SelectMany(run => run.Takes).Where(take => take.IsOpen).ToList())
            await DoAsync(StorySteps.Settle(take, take.Amount / 2, _now), int.MaxValue);
        foreach (var run in _runs)
            await DoAsync(StorySteps.Close(run, _now), int.MaxValue);

        foreach (var runs in _runs.GroupBy(run => run.Project, StringComparer.Ordinal))
        {
            var held = 0m;
            foreach (var month in PeriodsOf(runs.Key))
                held += (await store.Projects.ShowAsync(runs.Key, month, 100, default))?.Held ?? 0;
            held.ShouldBe(runs.Sum(run => run.Spent), _told);
            foreach (var run in runs)
                (await store.HoldAtProjectAsync(run.Account) ?? run.Spent).ShouldBe(run.Spent, $"{run.Account}, {_told}");
        }

        (await store.Projects.ShowAsync(Film, _now, 100, default)).ShouldNotBeNull().Runs.OrderBy(run => run.Account, StringComparer.Ordinal)
            .ShouldBe(_runs.Where(run => run.Project == Film && run.Spent > 0).Select(run => new RunBalance(run.Account, run.Spent, run.Spent)), _told);
    }

    private async Task DoAsync(StoryStep step, int writes)
    {
        _told = $"seed {seed}: {step.Name}{(writes < int.MaxValue ? $", {writes} writes of it" : "")}, at {_now:MM-dd HH:mm}";
        var before = new List<AccountBalance>();
        foreach (var run in _runs)
            before.Add(await store.Budget.GetAsync(run.Account, default));

        var isDone = await store.TryUntilAsync(writes, step.Do);
        _unanswered.Remove(step);
        (isDone ? _done : _unanswered).Add(step);
        foreach (var (run, was) in _runs.Zip(before))
        {
            var holds = await store.Budget.GetAsync(run.Account, default);
            step.Seen(run, was, holds);
            holds.ShouldBe(new AccountBalance(run.Spent, run.Reserved, run.Takes.Count(take => take.IsOpen)), $"{run.Account}, {_told}");
        }

        if (isDone)
            step.Answered();
        else
            Ends++;
        await CheckAsync(step);
    }

    private async Task CheckAsync(StoryStep step)
    {
        foreach (var run in _runs)
        {
            run.Shared.ShouldBeLessThanOrEqualTo(StoryRun.Cap + run.Excess, $"{run.Account}, {_told}");
            foreach (var shot in run.Shots)
                shot.Takes.Sum(take => take.Held).ShouldBeLessThanOrEqualTo(StoryShot.Cap + shot.Extra + shot.Takes.Sum(take => take.Excess), _told);
        }

        foreach (var runs in _runs.GroupBy(run => run.Project, StringComparer.Ordinal))
            await CheckProjectAsync(runs.Key, [.. runs], step);
    }

    private async Task CheckProjectAsync(string project, List<StoryRun> runs, StoryStep step)
    {
        var all = 0m;
        foreach (var month in PeriodsOf(project))
        {
            if (await store.Projects.ShowAsync(project, month, 100, default) is not { } shown)
                continue;
            all += shown.Held;

            // A reservation or an admission stays within the cap; a bill may pass it, by itself and no more.
            var grown = shown.Held - _last.GetValueOrDefault((project, month));
            if (grown > 0 && step.Bill == 0 && shown.Cap is { } cap)
                shown.Held.ShouldBeLessThanOrEqualTo(cap, $"{project} {shown.Month}, {_told}");
            if (step.Bill > 0)
                grown.ShouldBeLessThanOrEqualTo(step.Bill, $"{project} {shown.Month}, {_told}");
            _last[(project, month)] = shown.Held;

            // What the project holds is at least what the runs were granted, and that at least what they need.
            shown.Held.ShouldBeGreaterThanOrEqualTo(shown.Runs.Sum(run => run.Hold), $"{project} {shown.Month}, {_told}");
            foreach (var run in shown.Month is null ? runs : [])
            {
                var granted = shown.Runs.FirstOrDefault(there => there.Account == run.Account).Hold;
                granted.ShouldBeGreaterThanOrEqualTo(run.Target, $"{run.Account}, {_told}");
                (await store.HoldAtProjectAsync(run.Account) ?? granted).ShouldBeGreaterThanOrEqualTo(granted, $"{run.Account}, {_told}");
            }
        }

        all.ShouldBeGreaterThanOrEqualTo(runs.Sum(run => run.Spent + run.Reserved), $"{project}, {_told}");
    }

    /// <summary>A time in each period of a project.</summary>
    private IEnumerable<DateTimeOffset> PeriodsOf(string project) => project == Film ? [_begin] : _months;

    private StoryStep Next()
    {
        var run = _runs[_random.Next(_runs.Length)];
        var shot = run.Shots[_random.Next(run.Shots.Count)];
        switch (_random.Next(100))
        {
            case < 35 when shot.Current is null:
                return StorySteps.Reserve(shot, _random.Next(7) / 2m, _now);
            case < 58 when shot.Current is { IsReserved: true } take:
                return StorySteps.Settle(take, CostOf(take), _now);
            case < 64 when run.Takes.Where(take => !take.IsOpen).ToList() is { Count: > 0 } closed:
                var billed = closed[_random.Next(closed.Count)];
                return StorySteps.Settle(billed, billed.Charged + 0.25m, _now);
            case < 72 when run.Floor is null && !_unanswered.Exists(step => step.Name.StartsWith(run.Account, StringComparison.Ordinal)):
                return StorySteps.Admit(run, _random.Next(2) == 0 ? StoryRun.Cap : 6, _now);
            case < 77 when run.Floor is not null:
                return StorySteps.Close(run, _now);
            case < 80:
                shot.Extra += 2;
                return StorySteps.Release(_now);
            case < 83:
                return StorySteps.SetCap(run.Project, _random.Next(4) switch { 0 => null, 1 => 8, 2 => 20, _ => 35 }, _now);
            case < 86:
                return StorySteps.TopUp(run.Project, _now);
            case < 90:
                return StorySteps.Release(_now);
            default:
                return (_random.Next(3) > 0 ? _unanswered : _done) is { Count: > 0 } told ? told[_random.Next(told.Count)] : StorySteps.Release(_now);
        }
    }

    private decimal CostOf(StoryTake take) => _random.Next(5) switch
    {
        0 => 0,
        1 => take.Amount / 2,
        2 => take.Amount + 0.5m,
        _ => take.Amount,
    };
}
