using Recoil.Contracts;
using Recoil.Providers;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

/// <summary>Waiting for a rate limit, or for a job, is no failure.</summary>
public sealed class When_a_provider_says_when_to_come_again : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(34);
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task The_take_waits_until_then_and_has_lost_nothing()
    {
        _workshop.Provider.OnSubmit = (number, _) =>
        {
            if (number == 1)
                throw new ProviderException(ErrorKind.RateLimited, Submit.Refused, "rate_limited: too many") { RetryAfter = s_pause };
        };

        (await _workshop.MakeAsync(s_take)).ShouldBeNull();
        (await _workshop.FindAsync(s_take)).State.ShouldBe(TakeState.Queued);
        _workshop.Provider.Submits.ShouldBe(1);
        _workshop.Slots.ReserveFree(1).ShouldBeEmpty("other takes of the account wait, too");

        _workshop.Time.Advance(s_pause - TimeSpan.FromSeconds(1));
        (await _workshop.ClaimAsync(Recoil.Storage.Steering.PausedWork.None)).ShouldBeEmpty();
        _workshop.Time.Advance(TimeSpan.FromSeconds(1));
        (await _workshop.Generator().MakeAsync(await _workshop.ClaimAsync(), isNew: false, CancellationToken.None))!.Success.ShouldBeTrue();
        _workshop.Provider.Submits.ShouldBe(2);
    }

    [Fact]
    public async Task A_hint_ends_the_wait_for_a_job_and_is_not_believed()
    {
        _workshop.Provider.OnPoll = number => number < 3 ? TimeSpan.FromHours(1) : null;
        var generator = _workshop.Generator();
        var making = generator.MakeAsync(await _workshop.BeginAsync(s_take), isNew: true, CancellationToken.None);

        _workshop.Hints.Hint(Guid.NewGuid()).ShouldBeFalse("another take");
        await Eventually.TrueAsync(() => _workshop.Hints.Hint(s_take.TakeId), () => "the take waits", TimeSpan.FromSeconds(20));
        await Eventually.TrueAsync(() => _workshop.Hints.Hint(s_take.TakeId), () => "the take waits again, for its job was not over", TimeSpan.FromSeconds(20));
        (await making.WaitAsync(TimeSpan.FromSeconds(20)))!.Success.ShouldBeTrue();
    }
}

/// <summary>A provider that lists jobs, but perhaps not all.</summary>
public sealed class When_a_provider_may_miss_a_job : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new() { Provider = new ScriptedProvider { Lookup = JobLookup.MayMiss } };

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task A_job_that_it_finds_is_fetched()
    {
        _workshop.Provider.Jobs[s_take.TakeId] = "job-7";
        var result = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(s_take), isNew: false, CancellationToken.None);

        (result!.ProviderJob, result.Success).ShouldBe(("job-7", true));
        _workshop.Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task One_that_it_does_not_find_is_not_bought_again()
    {
        var result = await _workshop.Generator().MakeAsync(await _workshop.InheritAsync(s_take), isNew: false, CancellationToken.None);

        result!.ErrorKind.ShouldBe(ErrorKind.OutcomeUnknown);
        _workshop.Provider.Submits.ShouldBe(0);
    }
}
