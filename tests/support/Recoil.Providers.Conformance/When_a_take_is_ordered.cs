using Recoil.Contracts;
using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Conformance;

/// <summary>What is ordered comes, once, whole, and with what it cost.</summary>
public abstract class When_a_take_is_ordered<TProvider> : ProviderTest<TProvider> where TProvider : IProviderUnderTest, new()
{
    [Fact]
    public async Task It_is_delivered_whole()
    {
        foreach (var operation in Operations)
        {
            var provider = Setup.Open();
            var request = Order(operation);
            var result = await MakeAsync(provider, request);

            result.Error.ShouldBeNull();
            File.Exists(result.File).ShouldBeTrue();
            new FileInfo(result.File!).Length.ShouldBeGreaterThan(100);
            result.File.ShouldStartWith(request.WorkFile);
            Path.GetExtension(result.File).ShouldBe(operation == Operation.VideoI2v ? ".mp4" : ".png");
            result.Cost?.Source.ShouldBe(Setup.CostSource!.Value);
            (result.Cost is null).ShouldBe(Setup.CostSource is null);
            result.Cost?.Usd.ShouldBeGreaterThan(0);
        }

        Setup.Api.Bought.Count.ShouldBe(Operations.Count());
        Setup.Api.HasLeakedKey.ShouldBeFalse("the key went to another host");
    }

    [Fact]
    public async Task The_api_gets_what_the_shot_says()
    {
        foreach (var operation in Operations)
        {
            var request = Order(operation);
            await MakeAsync(Setup.Open(), request);

            var order = Setup.Api.Bought.Values.Single(job => job.Order.IsClip == (operation == Operation.VideoI2v)).Order;
            order.Prompt.ShouldContain(request.Take.Prompt);
            order.Model.ShouldBe(request.Model.Id);
            if (order.IsClip)
            {
                order.Seconds.ShouldBe(request.Take.Duration);
                order.FirstFrame.ShouldBe(await File.ReadAllBytesAsync(request.Take.StartFrame!));
            }
            else
                order.References.Count.ShouldBe(request.Take.IdentityRefs.Count);
            if (request.Model.TakesSeed)
                order.Seed.ShouldBe(request.Take.Seed);
        }
    }

    [Fact]
    public async Task A_clip_ends_on_its_end_frame_where_the_model_can()
    {
        if (Setup.ModelOf(Operation.VideoI2v) is not { TakesEndFrame: true })
            return;
        var request = Order(Operation.VideoI2v);
        request = request with { Take = request.Take with { EndFrame = Picture() } };
        (await MakeAsync(Setup.Open(), request)).Error.ShouldBeNull();
        Setup.Api.Bought.Values.Single().Order.LastFrame.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_check_costs_nothing_and_fails_with_a_wrong_key()
    {
        if (await Setup.Open().CheckAsync(CancellationToken.None) is not { } said)
            return;
        said.ShouldNotBeEmpty();
        (await Should.ThrowAsync<ProviderException>(() => Setup.Open(key: "wrong").CheckAsync(CancellationToken.None))).Kind.ShouldBe(ErrorKind.InvalidCredentials);
        Setup.Api.Bought.ShouldBeEmpty();
        Setup.Api.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task Another_process_can_go_on_with_it()
    {
        foreach (var operation in Operations)
        {
            var request = Order(operation);
            if (await Setup.Open().SubmitAsync(request, CancellationToken.None) is not SubmitAnswer.Job job)
                continue;
            (await FinishAsync(Setup.Open(), job.Id, request)).File.ShouldNotBeNull();
            (await Setup.Open().FetchAsync(job.Id, request, CancellationToken.None)).File.ShouldNotBeNull("a fetch can be repeated");
        }

        Setup.Api.Bought.Count.ShouldBe(Setup.Api.Submits);
    }

    [Fact]
    public async Task A_question_that_fails_can_be_asked_again()
    {
        if (!Setup.Has(Fault.PollUnavailable))
            return;
        var provider = Setup.Open();
        var request = Order();
        Setup.Api.Faults.Next(Fault.PollUnavailable);
        if (await provider.SubmitAsync(request, CancellationToken.None) is not SubmitAnswer.Job job)
            return;
        (await Should.ThrowAsync<ProviderException>(() => provider.PollAsync(job.Id, request, CancellationToken.None))).IsTransient.ShouldBeTrue();
        (await FinishAsync(provider, job.Id, request)).File.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_abandoned_job_is_cancelled_where_that_is_possible_and_nobody_guesses_its_cost()
    {
        var provider = Setup.Open();
        var request = Order();
        if (await provider.SubmitAsync(request, CancellationToken.None) is not SubmitAnswer.Job job)
            return;
        var cost = await provider.AbandonAsync(job.Id, request, CancellationToken.None);
        if (cost is { } known)
            Setup.Api.Bought.Values.Single().IsCancelled.ShouldBeTrue("only what was cancelled has a cost that is known");
        await provider.AbandonAsync(job.Id, request, CancellationToken.None);
    }
}
