using Recoil.Contracts;
using Recoil.Generator.Providers;
using Recoil.Providers;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

public sealed class When_work_is_paused : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData(ErrorKind.InsufficientFunds, "You do not have enough credits to run this task.")]
    [InlineData(ErrorKind.InvalidCredentials, "The API key was revoked.")]
    public async Task An_account_that_the_provider_does_not_serve_is_paused_and_its_take_waits(ErrorKind kind, string reason)
    {
        var told = new List<string>();
        _workshop.Options = _workshop.Options with { OnAccountPaused = told.Add };
        _workshop.Provider.OnSubmit = (number, _) =>
        {
            if (number == 1)
                throw new ProviderException(kind, Submit.Refused, reason);
        };

        (await _workshop.MakeAsync(s_take)).ShouldBeNull();

        var pause = (await _workshop.Pauses.ListAsync(default)).ShouldHaveSingleItem();
        (pause.What, pause.By, pause.Reason).ShouldBe((PausedPart.Account("scripted"), "recoil", reason));
        told.ShouldBe([$"the account of scripted is paused: {reason}"]);
        var waiting = await _workshop.FindAsync(s_take);
        (waiting.State, waiting.Result, waiting.SubmittingAt).ShouldBe((TakeState.Queued, null, null));
        (await _workshop.ClaimAsync(new PausedWork([pause]))).ShouldBeEmpty();

        await _workshop.Pauses.ResumeAsync(pause.What, _workshop.Time.GetUtcNow().AddSeconds(1), default);
        var result = await _workshop.Generator().MakeAsync(await _workshop.ClaimAsync(), isNew: false, default);

        result!.Success.ShouldBeTrue();
        _workshop.Provider.Submits.ShouldBe(2);
    }

    [Fact]
    public async Task A_resumption_by_a_clock_that_is_ahead_does_not_make_it_ask_without_a_pause()
    {
        _workshop.Provider.OnSubmit = (_, _) => throw new ProviderException(ErrorKind.InsufficientFunds, Submit.Refused, "no money");
        await _workshop.Pauses.ResumeAsync(PausedPart.Account("scripted"), _workshop.Time.GetUtcNow().AddSeconds(20), default);

        (await _workshop.MakeAsync(s_take)).ShouldBeNull();

        (await _workshop.Pauses.ListAsync(default)).ShouldBeEmpty();
        _workshop.Slots.ReserveFree(1).ShouldBeEmpty();
        _workshop.Time.Advance(TimeSpan.FromSeconds(1));
        _workshop.Slots.ReserveFree(1).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_job_that_fails_for_want_of_money_pauses_the_account_too()
    {
        _workshop.Provider.OnPoll = _ => throw new ProviderException(ErrorKind.InsufficientFunds, Submit.Refused, "budget_exhausted");

        var result = await _workshop.MakeAsync(s_take);

        result!.ErrorKind.ShouldBe(ErrorKind.InsufficientFunds);
        (await _workshop.Pauses.ListAsync(default)).ShouldHaveSingleItem().What.ShouldBe(PausedPart.Account("scripted"));
    }

    [Theory]
    [InlineData(290, false)]
    [InlineData(310, true)]
    [InlineData(90_000, true)]
    public async Task A_bill_far_beyond_the_price_is_recorded_and_no_other_is_risked(int cents, bool alarms)
    {
        var bill = cents / 100m;
        _workshop.Provider.Cost = KnownCost.Reported(bill);

        var result = await _workshop.MakeAsync(s_take);

        (result!.Success, result.Cost).ShouldBe((true, bill));
        var pauses = await _workshop.Pauses.ListAsync(default);
        pauses.Count.ShouldBe(alarms ? 1 : 0);
        if (alarms)
            pauses[0].Reason.ShouldBe(FormattableString.Invariant($"take {s_take.TakeId} of {s_take.ShotId} was billed {bill} US dollars where its price is 0.25"));
    }

    [Fact]
    public async Task A_refusal_of_one_take_pauses_nothing()
    {
        _workshop.Provider.OnSubmit = (_, _) => throw new ProviderException(ErrorKind.InvalidRequest, Submit.Refused, "no such model");

        (await _workshop.MakeAsync(s_take))!.Success.ShouldBeFalse();

        (await _workshop.Pauses.ListAsync(default)).ShouldBeEmpty();
    }
}
