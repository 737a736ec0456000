using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Gemini;

/// <summary>Google's Gemini API. Pictures come with the answer, clips by an interaction; neither can be looked up when the answer was lost.</summary>
internal sealed class GeminiProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "gemini", "https://generativelanguage.googleapis.com", ProviderKey.InEnvironment("GEMINI_API_KEY"), static (account, time) => new GeminiProvider(account, time));

    private readonly GeminiImages _images;
    private readonly GeminiVideos _videos;

    public GeminiProvider(ProviderAccount account, TimeProvider time) : base(account, time) => (_images, _videos) = (new GeminiImages(Http), new GeminiVideos(Http, Refuse));

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RefuseMisfits(request);
        return request.Take.Operation == Operation.ImageT2i
            ? new SubmitAnswer.Done(await _images.GenerateAsync(ModelOf(request), Option(request, "image_size"), request, cancellationToken))
            : new SubmitAnswer.Job(await _videos.OrderAsync(ModelOf(request), Option(request, "resolution"), request, cancellationToken));
    }

    public override Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => _videos.PollAsync(job, cancellationToken);

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => _videos.FetchAsync(job, request, cancellationToken);

    public override Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => _videos.AbandonAsync(job, request, cancellationToken);

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/v1beta/models")), cancellationToken);
        return $"{answer.Body.At("models").Items().Count()} models";
    }

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.TryAddWithoutValidation("x-goog-api-key", key);

    protected override ProviderError? ReadError(ProviderAnswer answer) => GeminiErrors.Read(answer, Time);
}
