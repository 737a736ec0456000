using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.Fal;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Fal;
using Recoil.Providers.Http;

namespace Recoil.Providers.Tests.Fal;

public sealed class When_fal_is_special : ProviderTest<FalAccount>
{
    private FalEmulator Emulator => (FalEmulator)Setup.Api;

    [Fact]
    public async Task References_go_to_the_endpoint_for_them()
    {
        (await MakeAsync(Setup.Open(), Order(Operation.ImageT2i, take => take with { IdentityRefs = [] }))).Error.ShouldBeNull();
        (await MakeAsync(Setup.Open(), Order(Operation.ImageT2i))).Error.ShouldBeNull();
        Emulator.Bought.Values.Select(job => job.Order.References.Count).Order().ShouldBe([0, 1]);
    }

    [Fact]
    public async Task What_was_used_is_charged()
    {
        var result = await MakeAsync(Setup.Open(), Order(Operation.ImageT2i));
        result.Cost.ShouldBe(KnownCost.Computed(0.15m));
    }

    [Fact]
    public async Task A_job_that_failed_at_fal_costs_nothing()
    {
        Setup.Api.Faults.Next(Fault.FailedResult);
        var result = await MakeAsync(Setup.Open(), Order(Operation.ImageT2i));
        result.ErrorKind.ShouldBe(ErrorKind.Unavailable);
        result.Cost.ShouldBe(KnownCost.Computed(0));
        result.Error.ShouldNotBeNull().ShouldContain("runner_server_error");
    }

    [Fact]
    public async Task A_result_that_is_asked_for_too_early_is_asked_for_again()
    {
        Emulator.PollsUntilDone = 3;
        var (provider, request) = (Setup.Open(), Order(Operation.ImageT2i));
        var job = (await provider.SubmitAsync(request, CancellationToken.None)).ShouldBeOfType<SubmitAnswer.Job>();
        (await Should.ThrowAsync<ProviderException>(() => provider.FetchAsync(job.Id, request, CancellationToken.None))).IsTransient.ShouldBeTrue();
        (await FinishAsync(provider, job.Id, request)).File.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_is_told_where_to_call()
    {
        var hint = new Uri("https://studio.example/hints/fal?take=1&sign=a+b");
        var request = Order(Operation.ImageT2i) with { HintAddress = hint };
        await Setup.Open().SubmitAsync(request, CancellationToken.None);
        Emulator.Webhooks.Values.Single().ShouldBe(hint);
    }

    [Fact]
    public async Task Only_its_own_calls_are_genuine()
    {
        var provider = (IHintingProvider)Setup.Open();
        var now = DateTimeOffset.UtcNow;
        var body = """{"request_id":"r-1","status":"OK"}"""u8.ToArray();
        var headers = Emulator.Signer.Sign("r-1", now, body);
        using var other = new FalSigner();

        (await GenuineAsync(headers, body, now)).ShouldBeTrue();
        (await GenuineAsync(headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value, StringComparer.Ordinal), body, now)).ShouldBeTrue();
        (await GenuineAsync(headers, body, now.AddMinutes(4))).ShouldBeTrue();
        (await GenuineAsync(headers, body, now.AddMinutes(6))).ShouldBeFalse("it is old");
        (await GenuineAsync(headers, body, now.AddMinutes(-6))).ShouldBeFalse("it is of the future");
        (await GenuineAsync(headers, [.. body, (byte)' '], now)).ShouldBeFalse("the body was changed");
        (await GenuineAsync(other.Sign("r-1", now, body), body, now)).ShouldBeFalse("another key signed it");
        foreach (var name in headers.Keys)
        {
            (await GenuineAsync(headers.Where(header => header.Key != name).ToDictionary(StringComparer.Ordinal), body, now)).ShouldBeFalse($"{name} is missing");
            (await GenuineAsync(new Dictionary<string, string>(headers, StringComparer.Ordinal) { [name] = "12" }, body, now)).ShouldBeFalse($"{name} was changed");
        }

        Task<bool> GenuineAsync(IReadOnlyDictionary<string, string> headers, byte[] body, DateTimeOffset at) =>
            provider.IsGenuineAsync(new ProviderHint(headers, body, at), CancellationToken.None);
    }

    [Fact]
    public async Task What_a_model_has_no_field_for_is_not_sent()
    {
        var request = Order(Operation.VideoI2v, take => take with { EndFrame = Picture() });
        var without = request.Model.Options!.Where(option => option.Key != "last_frame_field").ToDictionary(StringComparer.Ordinal);
        var (kind, submit, message) = await EndOfAsync(Setup.Open(), request with { Model = request.Model with { Options = without } });
        kind.ShouldBe(ErrorKind.InvalidRequest);
        submit.ShouldBe(Submit.Refused);
        message.ShouldContain("last_frame_field");
        Setup.Api.Submits.ShouldBe(0);
    }

    [Theory]
    [InlineData(403, """{"detail":"User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."}""", ErrorKind.InsufficientFunds)]
    [InlineData(403, """{"detail":"User is locked. Reason: Admin lock."}""", ErrorKind.InvalidCredentials)]
    [InlineData(401, """{"detail":"No user found for Key ID and Secret"}""", ErrorKind.InvalidCredentials)]
    [InlineData(422, """{"detail":[{"loc":["body","prompt"],"type":"content_policy_violation","msg":"no"}]}""", ErrorKind.ContentFilter)]
    [InlineData(422, """{"detail":[{"loc":["body","prompt"],"type":"missing","msg":"Field required"}]}""", ErrorKind.InvalidRequest)]
    [InlineData(422, """{"detail":[{"loc":["body"],"type":"no_media_generated","msg":"none"}]}""", ErrorKind.CorruptOutput)]
    [InlineData(504, """{"detail":"late","error_type":"startup_timeout"}""", ErrorKind.Timeout)]
    [InlineData(408, """{"detail":"late","error_type":"request_timeout"}""", ErrorKind.Timeout)]
    [InlineData(503, """{"detail":"gone","error_type":"runner_disconnected"}""", ErrorKind.Unavailable)]
    [InlineData(400, """{"error":{"message":"no","code":"content_policy_violation"}}""", ErrorKind.ContentFilter)]
    [InlineData(404, """{"detail":"Application not found"}""", ErrorKind.InvalidRequest)]
    [InlineData(429, """{"detail":"Too many requests"}""", ErrorKind.RateLimited)]
    public void Its_words_are_understood(int status, string body, ErrorKind expected)
    {
        using var response = new HttpResponseMessage();
        FalErrors.Read(new ProviderAnswer(status, JsonElement.Parse(body), response.Headers, null)).ShouldNotBeNull().Kind.ShouldBe(expected);
    }
}
