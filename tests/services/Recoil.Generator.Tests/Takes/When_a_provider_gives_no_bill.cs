using Recoil.Contracts;
using Recoil.Generator.Providers;
using Recoil.Providers;

namespace Recoil.Generator.Tests.Takes;

public sealed class When_a_provider_gives_no_bill : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task The_price_of_the_model_stands_in()
    {
        _workshop.Provider.Cost = null;

        var result = await _workshop.MakeAsync(s_take);

        (result!.Success, KnownCost.Of(result)).ShouldBe((true, KnownCost.Estimated(0.25m)));
        (await _workshop.FindAsync(s_take)).Result.ShouldBe(result);
        (await _workshop.Ledger.TotalAsync("film/r1", default)).ShouldBe((1, KnownCost.Estimated(0.25m)));
    }

    [Fact]
    public async Task Without_a_price_nobody_knows_the_cost()
    {
        _workshop.Provider.Cost = null;

        var result = await _workshop.MakeAsync(s_take with { Operation = Operation.VideoI2v, Duration = 5 });

        (result!.Success, KnownCost.Of(result)).ShouldBe((true, KnownCost.Unknown));
        (await _workshop.Ledger.TotalAsync("film/r1", default)).ShouldBe((1, KnownCost.Unknown));
    }

    [Fact]
    public async Task A_job_that_failed_may_have_been_charged_all_the_same()
    {
        _workshop.Provider.Cost = null;
        _workshop.Provider.IsEmptyHanded = true;

        var result = await _workshop.MakeAsync(s_take);

        (result!.Success, KnownCost.Of(result)).ShouldBe((false, KnownCost.Estimated(0.25m)));
    }

    [Fact]
    public async Task An_abandoned_job_has_an_unknown_outcome()
    {
        _workshop.Provider.OnFetch = _ => throw new ProviderException(ErrorKind.InvalidRequest, Submit.Refused, "invalid_request: expired");
        _workshop.Provider.OnAbandon = () => null;

        var result = await _workshop.MakeAsync(s_take);

        (result!.ErrorKind, KnownCost.Of(result), result.ProviderJob).ShouldBe((ErrorKind.OutcomeUnknown, KnownCost.Unknown, "job-1"));
        result.Error.ShouldBe("outcome_unknown: invalid_request: expired (scripted does not say what it charges for it)");
    }

    [Fact]
    public async Task What_follows_from_its_counters_is_told_as_that()
    {
        _workshop.Provider.Cost = KnownCost.Computed(0.21m);

        var result = await _workshop.MakeAsync(s_take);

        KnownCost.Of(result!).ShouldBe(KnownCost.Computed(0.21m));
    }

    [Fact]
    public async Task A_submit_that_it_refused_cost_certainly_nothing()
    {
        _workshop.Provider.OnSubmit = (_, _) => throw new ProviderException(ErrorKind.ContentFilter, Submit.Refused, "content_filter: refused");

        KnownCost.Of((await _workshop.MakeAsync(s_take))!).ShouldBe(KnownCost.Free);
    }
}

public sealed class When_a_take_that_was_begun_cannot_be_read : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Its_outcome_is_unknown_and_not_free_of_charge()
    {
        var claimed = await _workshop.InheritAsync(s_take, "job-of-old");

        var result = await _workshop.Generator().MakeAsync(claimed with { Take = claimed.Take with { Request = null } }, isNew: false, CancellationToken.None);

        (result!.ErrorKind, KnownCost.Of(result), result.ProviderJob).ShouldBe((ErrorKind.OutcomeUnknown, KnownCost.Unknown, "job-of-old"));
        (result.CorrelationId, result.TakeId).ShouldBe((s_take.CorrelationId, s_take.TakeId));
    }

    [Fact]
    public async Task One_that_only_waited_cost_nothing()
    {
        await _workshop.QueueAsync(s_take);
        var claimed = await _workshop.ClaimAsync();

        var result = await _workshop.Generator().MakeAsync(claimed with { Take = claimed.Take with { Request = null } }, isNew: false, CancellationToken.None);

        result!.Fault.ShouldNotBeNull();
        KnownCost.Of(result).ShouldBe(KnownCost.Free);
    }
}
