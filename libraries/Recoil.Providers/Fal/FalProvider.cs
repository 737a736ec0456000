using System.Globalization;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;
using Recoil.Providers.Inputs;

namespace Recoil.Providers.Fal;

/// <summary>fal's queue, with any model of it. A job's id here is the address at which its status is; a lost answer cannot be looked up.</summary>
internal sealed class FalProvider : RemoteProvider, IHintingProvider
{
    private const string KeysSetting = "webhook_keys";

    public static readonly ProviderType Type = new(
        "fal", "https://queue.fal.run", ProviderKey.InEnvironment("FAL_KEY"), static (account, time) => new FalProvider(account, time), KeysSetting);

    private static readonly InputNames s_names = new() { References = "image_urls", FirstFrame = "image_url" };

    private readonly FalSignature _signature;

    public FalProvider(ProviderAccount account, TimeProvider time) : base(account, time) =>
        _signature = new FalSignature(Http, new Uri(account.Settings.GetValueOrDefault(KeysSetting) ?? "https://rest.fal.ai/.well-known/jwks.json"), time);

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var input = await ModelInput.WriteAsync(request, s_names, reference => reference.ReadDataUriAsync(cancellationToken), Refuse);
        var hint = request.HintAddress is { } address ? $"?fal_webhook={Uri.EscapeDataString(address.AbsoluteUri)}" : "";
        var message = new HttpRequestMessage(HttpMethod.Post, Http.AddressOf($"/{EndpointOf(request)}{hint}")) { Content = Recoil.Providers.Http.JsonContent.Of(input) };
        var answer = await Http.SubmitAsync(message, cancellationToken);
        // Its path is not the endpoint's: whoever builds it asks for a job that does not exist.
        return answer.Body.At("status_url").Text() is { } status
            ? new SubmitAnswer.Job(status)
            : throw Http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no status_url", answer.RequestId);
    }

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(job, cancellationToken);
        return answer.Body.At("status").Text() switch
        {
            "COMPLETED" => null,
            "IN_QUEUE" or "IN_PROGRESS" => TimeSpan.FromSeconds(request.Take.Operation == Operation.VideoI2v ? 5 : 2),
            var other => throw Http.Error(ErrorKind.Unavailable, Submit.Refused, $"the status of {job} is {other ?? "missing"}", answer.RequestId),
        };
    }

    public override async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var status = await AskAsync(job, cancellationToken);
        var address = status.Body.At("response_url").Text() ?? Beside(job, "");
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
        var cost = CostOf(answer, request);
        if (!answer.IsSuccess)
            return Failed(answer, status, cost);
        if (answer.Body.At("has_nsfw_concepts").Items().FirstOrDefault() is { ValueKind: JsonValueKind.True })
            return new GenerationResult { Cost = cost, ErrorKind = ErrorKind.ContentFilter, Error = "content_filter: the model found its picture unsafe and delivered a black one" };
        if (MediaAddress.Of(answer.Body, request.Take.Operation == Operation.VideoI2v) is not { } file)
            return Delivery.Corrupt("there is no file in the result", cost);
        try
        {
            return await Delivery.DownloadAsync(Http, request, file, cost, cancellationToken);
        }
        catch (ResultGoneException expired)
        {
            return Delivery.Gone(expired, cost);
        }
    }

    public override async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        // One that is over says 400, one that is forgotten 404; neither says what it cost.
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Put, Beside(job, "/cancel")), cancellationToken);
        return answer.IsSuccess || answer.Status is 400 or 404 ? null : throw Http.Failure(answer, isSubmit: false);
    }

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        // Nothing is free to ask but for a job, and one that does not exist will do.
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf($"/fal-ai/flux/requests/{Guid.Empty}/status")), cancellationToken);
        return answer.Status is 401 or 402 or 403 or 429 or >= 500 ? throw Http.Failure(answer, isSubmit: false) : "the key is accepted";
    }

    public Task<bool> IsGenuineAsync(ProviderHint hint, CancellationToken cancellationToken) => _signature.IsGenuineAsync(hint, cancellationToken);

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.TryAddWithoutValidation("Authorization", $"Key {key}");

    protected override ProviderError? ReadError(ProviderAnswer answer) => FalErrors.Read(answer);

    private Task<ProviderAnswer> AskAsync(string job, CancellationToken cancellationToken) => Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, job), cancellationToken);

    /// <summary>A job is over when it has failed, too; its result is the error then. What is the network's or the account's trouble passes.</summary>
    private GenerationResult Failed(ProviderAnswer answer, ProviderAnswer status, KnownCost? cost)
    {
        var failure = Http.Failure(answer, isSubmit: false);
        if (answer.Status == 404)
            return Delivery.Corrupt("the result is no longer there", cost);
        var isOver = FalErrors.IsOfTheJob(answer) || status.Body.At("error").Text() is not null;
        return isOver && !failure.StopsAccount && failure.Kind != ErrorKind.RateLimited
            ? new GenerationResult { Cost = cost ?? (answer.Status >= 500 ? KnownCost.Computed(0) : null), ErrorKind = failure.Kind, Error = failure.Message }
            : throw (failure.StopsAccount || failure.IsTransient ? failure : Http.Error(ErrorKind.Unavailable, Submit.Refused, failure.Message, answer.RequestId));
    }

    private static string EndpointOf(GenerationRequest request) =>
        (request.Take.Operation == Operation.ImageT2i && TakeReference.Of(request).Count > 0 ? Option(request, "references_endpoint") : null) ?? ModelOf(request);

    private static string Beside(string job, string path) => (job.EndsWith("/status", StringComparison.Ordinal) ? job[..^"/status".Length] : job) + path;

    /// <summary>What was used is said in the model's units; what a unit costs, in its profile.</summary>
    private static KnownCost? CostOf(ProviderAnswer answer, GenerationRequest request) =>
        answer.Headers.TryGetValues("x-fal-billable-units", out var units)
        && decimal.TryParse(units.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var used)
        && decimal.TryParse(Option(request, "unit_price"), NumberStyles.Float, CultureInfo.InvariantCulture, out var price)
            ? KnownCost.Computed(Math.Round(used * price, 6))
            : null;
}
