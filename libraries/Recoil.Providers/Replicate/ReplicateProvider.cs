using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;
using Recoil.Providers.Inputs;
using Recoil.Providers.Webhooks;

namespace Recoil.Providers.Replicate;

/// <summary>Replicate's predictions, with any model of it. What it made is there for an hour.</summary>
internal sealed class ReplicateProvider : RemoteProvider, IHintingProvider
{
    public static readonly ProviderType Type = new(
        "replicate", "https://api.replicate.com/v1", ProviderKey.InEnvironment("REPLICATE_API_TOKEN"), static (account, time) => new ReplicateProvider(account, time));

    /// <summary>Larger pictures are uploaded; as a part of the request they slow it down for all.</summary>
    private const long LargestInline = 256 << 10;

    private static readonly InputNames s_names = new() { References = "image_input", FirstFrame = "image" };

    /// <summary>Somebody may change it at Replicate.</summary>
    private static readonly TimeSpan s_secretCounts = TimeSpan.FromHours(1);

    private Told? _told;

    public ReplicateProvider(ProviderAccount account, TimeProvider time) : base(account, time)
    {
    }

    public override JobLookup Lookup => JobLookup.MayMiss;

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var model = ModelOf(request);
        var body = new JsonObject { ["input"] = await ModelInput.WriteAsync(request, s_names, reference => AddressOfAsync(reference, cancellationToken), Refuse) };
        if (request.HintAddress is { } hint)
            (body["webhook"], body["webhook_events_filter"]) = (hint.AbsoluteUri, new JsonArray("completed"));
        var path = $"/models/{model}/predictions";
        if (model.Split(':') is [_, var version])
            (path, body["version"]) = ("/predictions", version);
        var message = new HttpRequestMessage(HttpMethod.Post, Http.AddressOf(path)) { Content = Recoil.Providers.Http.JsonContent.Of(body) };
        if (Option(request, "cancel_after") is { } limit)
            message.Headers.TryAddWithoutValidation("Cancel-After", limit);
        var answer = await Http.SubmitAsync(message, cancellationToken);
        return answer.Body.At("id").Text() is { } id
            ? new SubmitAnswer.Job(id)
            : throw Http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no prediction", answer.RequestId);
    }

    public override Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        new ReplicateLookup(Http).FindAsync(request, since, cancellationToken);

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(job, cancellationToken);
        return answer.Body.At("status").Text() is "starting" or "processing" ? TimeSpan.FromSeconds(request.Take.Operation == Operation.VideoI2v ? 5 : 2) : null;
    }

    public override async Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(job, cancellationToken);
        var (status, cost) = (answer.Body.At("status").Text(), CostOf(answer, request));
        switch (status)
        {
            case "succeeded":
                break;
            case "failed":
                return ReplicateErrors.Failed(answer.Body.At("error").Text() ?? "no reason was given", cost);
            case "aborted":
                return ReplicateErrors.Failed("the prediction was aborted before it began", KnownCost.Free);
            case "canceled":
                return ReplicateErrors.Failed("the prediction was cancelled", cost);
            default:
                throw Http.Error(ErrorKind.Unavailable, Submit.Refused, $"the prediction {job} is {status ?? "without a status"}", answer.RequestId);
        }

        if (answer.Body.At("data_removed") is { ValueKind: System.Text.Json.JsonValueKind.True })
            return Delivery.Corrupt("the result was removed an hour after it was made", cost);
        if (MediaAddress.Of(answer.Body.At("output"), request.Take.Operation == Operation.VideoI2v) is not { } file)
            return Delivery.Corrupt("there is no file in the output", cost);
        try
        {
            return await Delivery.DownloadAsync(Http, request, file, cost, cancellationToken);
        }
        catch (ResultGoneException expired)
        {
            return Delivery.Gone(expired, cost);
        }
    }

    /// <returns>Nothing is charged for a prediction that had not begun; for one that had, Replicate does not say.</returns>
    public override async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Post, Http.AddressOf($"/predictions/{job}/cancel")), cancellationToken);
        if (!answer.IsSuccess && answer.Status != 404)
            throw Http.Failure(answer, isSubmit: false);
        return answer.Body.At("status").Text() == "aborted" ? KnownCost.Free : null;
    }

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/account")), cancellationToken);
        return $"account of {answer.Body.At("username").Text() ?? "nobody"}";
    }

    /// <summary>By the account's secret; where none is configured, by the one that Replicate tells whoever has the key.</summary>
    public async Task<bool> IsGenuineAsync(ProviderHint hint, CancellationToken cancellationToken)
    {
        if (Account.WebhookSecret.Read() is { Length: > 0 } configured)
            return StandardSignature.IsGenuine(configured, hint);
        if (_told is not { } told || Time.GetUtcNow() - told.At > s_secretCounts)
        {
            var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/webhooks/default/secret")), cancellationToken);
            _told = told = new Told(answer.Body.At("key").Text() ?? "", Time.GetUtcNow());
        }

        return StandardSignature.IsGenuine(told.Secret, hint);
    }

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");

    protected override ProviderError? ReadError(ProviderAnswer answer) => ReplicateErrors.Read(answer);

    private Task<ProviderAnswer> AskAsync(string job, CancellationToken cancellationToken) =>
        Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf($"/predictions/{job}")), cancellationToken);

    private async Task<string> AddressOfAsync(TakeReference reference, CancellationToken cancellationToken)
    {
        if (new FileInfo(reference.Path).Length <= LargestInline)
            return await reference.ReadDataUriAsync(cancellationToken);
        var (bytes, mime) = await reference.ReadAsync(cancellationToken);
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue(mime);
        var answer = await Http.AskAsync(
            new HttpRequestMessage(HttpMethod.Post, Http.AddressOf("/files")) { Content = new MultipartFormDataContent { { part, "\"content\"", $"\"{Path.GetFileName(reference.Path)}\"" } } },
            cancellationToken);
        return answer.Body.At("urls", "get").Text() ?? throw Http.Error(ErrorKind.Unavailable, Submit.Refused, "the uploaded picture has no address", answer.RequestId);
    }

    /// <summary>Models that run on hardware of one's choice are charged by the second; of others the price of an output stands in the profile.</summary>
    private static KnownCost? CostOf(ProviderAnswer answer, GenerationRequest request) =>
        answer.Body.At("metrics", "predict_time").Number() is { } seconds
        && decimal.TryParse(Option(request, "price_per_second"), NumberStyles.Float, CultureInfo.InvariantCulture, out var price)
            ? KnownCost.Computed(Math.Round(seconds * price, 6))
            : null;

    private sealed record Told(string Secret, DateTimeOffset At);
}
