using System.Net.Http.Headers;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.Luma;

/// <summary>Luma's Agents API. It cannot be asked for a submit whose answer was lost, cancels nothing and does not say what it charges.</summary>
internal sealed class LumaProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "luma", "https://agents.lumalabs.ai/v1", ProviderKey.InEnvironment("LUMA_AGENTS_API_KEY"), static (account, time) => new LumaProvider(account, time));

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3);

    private readonly LumaOrders _orders;

    public LumaProvider(ProviderAccount account, TimeProvider time) : base(account, time) => _orders = new LumaOrders(Refuse);

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RefuseMisfits(request);
        var message = new HttpRequestMessage(HttpMethod.Post, Http.AddressOf("/generations")) { Content = JsonContent.Of(await _orders.BodyAsync(request, cancellationToken)) };
        // It comes back with the answer and helps Luma's support to find the request.
        message.Headers.TryAddWithoutValidation("X-Request-Id", request.Take.TakeId.ToString());
        var answer = await Http.SubmitAsync(message, cancellationToken);
        return answer.Body.At("id").Text() is { } job
            ? new SubmitAnswer.Job(job)
            : throw Http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no generation", answer.RequestId);
    }

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        (await AskAsync(job, cancellationToken)).At("state").Text() is "completed" or "failed" ? null : s_pause;

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Renewal.FetchAsync(renews: true, async () =>
    {
        var generation = await AskAsync(job, cancellationToken);
        if (generation.At("state").Text() == "failed")
        {
            var code = generation.At("failure_code").Text();
            var kind = LumaErrors.KindOf(code);
            return new GenerationResult { Cost = null, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: Luma's generation {job} failed: {code ?? "no code"}: {generation.At("failure_reason").Text()}" };
        }

        return Uri.TryCreate(generation.At("output").Items().Select(output => output.At("url").Text()).FirstOrDefault(), UriKind.Absolute, out var address)
            ? await Delivery.DownloadAsync(Http, request, address, null, cancellationToken)
            : Delivery.Corrupt($"Luma's generation {job} was completed without an output", null);
    });

    /// <summary>Nothing is documented that is free to ask but a generation. One that does not exist is answered only to who may ask.</summary>
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf($"/generations/{Guid.Empty}")), cancellationToken);
        return answer.Status is 404 or 422 || answer.IsSuccess ? "the key is accepted" : throw Http.Failure(answer, isSubmit: false);
    }

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

    protected override ProviderError? ReadError(ProviderAnswer answer) => LumaErrors.Read(answer);

    private async Task<JsonElement?> AskAsync(string job, CancellationToken cancellationToken) =>
        (await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf($"/generations/{Uri.EscapeDataString(job)}")), cancellationToken)).Body;
}
