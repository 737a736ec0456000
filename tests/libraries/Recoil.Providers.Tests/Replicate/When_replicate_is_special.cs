using System.Text;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Replicate;
using Recoil.Providers.Http;
using Recoil.Providers.Replicate;

namespace Recoil.Providers.Tests.Replicate;

public sealed class When_replicate_is_special : ProviderTest<ReplicateAccount>
{
    private ReplicateEmulator Emulator => (ReplicateEmulator)Setup.Api;

    [Fact]
    public async Task A_lost_job_is_found_among_many_by_its_seed()
    {
        var (provider, request, since) = (Setup.Open(), Order(Operation.ImageT2i), DateTimeOffset.UtcNow);
        Setup.Api.Faults.Next(Fault.CutAfter);
        await Should.ThrowAsync<ProviderException>(() => provider.SubmitAsync(request, CancellationToken.None));
        var bought = Emulator.Bought.Keys.Single();
        for (var others = 0; others < 5; others++)
            await provider.SubmitAsync(Order(Operation.ImageT2i), CancellationToken.None);

        (await provider.FindAsync(request, since, CancellationToken.None)).ShouldBe(bought);
        (await provider.FindAsync(Order(Operation.ImageT2i), since, CancellationToken.None)).ShouldBeNull();
        (await provider.FindAsync(request, since.AddHours(1), CancellationToken.None)).ShouldBeNull("it is older than the submit");
    }

    [Fact]
    public async Task Without_a_seed_a_lost_job_is_found_by_its_webhook_only()
    {
        var (provider, since) = (Setup.Open(), DateTimeOffset.UtcNow);
        var request = Order(Operation.ImageT2i) with { HintAddress = new Uri("https://studio.example/hints/replicate/1") };
        request = request with { Model = request.Model with { TakesSeed = false } };
        Setup.Api.Faults.Next(Fault.CutAfter);
        await Should.ThrowAsync<ProviderException>(() => provider.SubmitAsync(request, CancellationToken.None));

        (await provider.FindAsync(request, since, CancellationToken.None)).ShouldBe(Emulator.Bought.Keys.Single());
        (await provider.FindAsync(request with { HintAddress = new Uri("https://studio.example/hints/replicate/2") }, since, CancellationToken.None)).ShouldBeNull();
        (await provider.FindAsync(request with { HintAddress = null }, since, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task It_is_told_where_to_call_and_only_at_the_end()
    {
        var hint = new Uri("https://studio.example/hints/replicate/1?a=b");
        await Setup.Open().SubmitAsync(Order(Operation.ImageT2i) with { HintAddress = hint }, CancellationToken.None);
        var asked = Emulator.Asked.Values.Single();
        asked["webhook"]!.GetValue<string>().ShouldBe(hint.AbsoluteUri);
        asked["webhook_events_filter"]!.ToJsonString().ShouldBe("""["completed"]""");
    }

    [Fact]
    public async Task A_large_picture_is_uploaded()
    {
        var path = Picture();
        await File.WriteAllBytesAsync(path, [.. await File.ReadAllBytesAsync(path), .. new byte[300 << 10]]);
        var request = Order(Operation.ImageT2i, take => take with { IdentityRefs = [path, Picture()] });
        (await MakeAsync(Setup.Open(), request)).Error.ShouldBeNull();
        Emulator.Uploads.ShouldBe(1);
        Emulator.Bought.Values.Single().Order.References[0].ShouldBe(await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_result_that_was_removed_is_said_to_be_gone()
    {
        Emulator.HasRemovedData = true;
        var (kind, _, message) = await EndOfAsync(Setup.Open(), Order(Operation.ImageT2i));
        kind.ShouldBe(ErrorKind.CorruptOutput);
        message.ShouldContain("removed");
    }

    [Fact]
    public async Task Seconds_of_hardware_are_charged_where_they_have_a_price()
    {
        var request = Order(Operation.ImageT2i, take => take with { ProviderOptions = new Dictionary<string, string>(StringComparer.Ordinal) { ["price_per_second"] = "0.001400" } });
        (await MakeAsync(Setup.Open(), request)).Cost.ShouldBe(KnownCost.Computed(0.0119m));
    }

    [Fact]
    public async Task What_had_not_begun_is_cancelled_free_of_charge()
    {
        var (provider, request) = (Setup.Open(), Order(Operation.ImageT2i));
        var job = (await provider.SubmitAsync(request, CancellationToken.None)).ShouldBeOfType<SubmitAnswer.Job>();
        (await provider.AbandonAsync(job.Id, request, CancellationToken.None)).ShouldBe(KnownCost.Free);
        (await provider.PollAsync(job.Id, request, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_version_is_asked_for_where_the_model_names_one()
    {
        var request = Order(Operation.ImageT2i);
        await Setup.Open().SubmitAsync(request with { Model = request.Model with { Id = "google/nano-banana-pro:5c7d5dc6" } }, CancellationToken.None);
        Emulator.Asked.Values.Single()["version"]!.GetValue<string>().ShouldBe("5c7d5dc6");
    }

    /// <summary>With the example of the Standard Webhooks that Replicate's client is tested with.</summary>
    [Fact]
    public async Task Only_its_own_calls_are_genuine()
    {
        var provider = (IHintingProvider)Setup.Open();
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        (await GenuineAsync("""{"test": 2432232314}""", at)).ShouldBeTrue();
        (await GenuineAsync("""{"test": 2432232315}""", at)).ShouldBeFalse();
        (await GenuineAsync("""{"test": 2432232314}""", at.AddMinutes(6))).ShouldBeFalse();

        Task<bool> GenuineAsync(string body, DateTimeOffset when) => provider.IsGenuineAsync(new ProviderHint(headers, Encoding.UTF8.GetBytes(body), when), CancellationToken.None);
    }

    [Theory]
    [InlineData("The input or output was flagged as sensitive. Please try again with different inputs. (E005) (lTmTNsPqVn)", ErrorKind.ContentFilter)]
    [InlineData("NSFW content detected. Try running it again, or try a different prompt.", ErrorKind.ContentFilter)]
    [InlineData("CUDA out of memory. Tried to allocate 2 GiB", ErrorKind.Unavailable)]
    [InlineData("Prediction interrupted; please retry (code: PA)", ErrorKind.Unavailable)]
    [InlineData("list index out of range", ErrorKind.Unknown)]
    public void A_failure_is_understood_by_its_text(string text, ErrorKind expected)
    {
        var result = ReplicateErrors.Failed(text, cost: null);
        result.ErrorKind.ShouldBe(expected);
        result.Error.ShouldNotBeNull().ShouldEndWith(text);
    }

    [Theory]
    [InlineData(401, ErrorKind.InvalidCredentials)]
    [InlineData(402, ErrorKind.InsufficientFunds)]
    [InlineData(404, ErrorKind.InvalidRequest)]
    [InlineData(422, ErrorKind.InvalidRequest)]
    [InlineData(429, ErrorKind.RateLimited)]
    [InlineData(500, ErrorKind.Unavailable)]
    public void Its_words_are_understood(int status, ErrorKind expected)
    {
        using var response = new HttpResponseMessage();
        var body = JsonElement.Parse($$"""{"title":"A title","detail":"Some detail","status":{{status}}}""");
        var error = ReplicateErrors.Read(new ProviderAnswer(status, body, response.Headers, null)).ShouldNotBeNull();
        error.ShouldBe(new ProviderError(expected, "A title", "Some detail"));
    }
}
