using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;
using Recoil.Providers.OpenAI;

namespace Recoil.Providers.OpenAICompatible;

/// <summary>A gateway or a server of one's own that speaks as OpenAI does: its Images API, and the Videos API that OpenAI itself no longer has.</summary>
internal sealed class CompatibleProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "openai-compatible", usualBaseUrl: null, ProviderKey.InEnvironment("OPENAI_COMPATIBLE_API_KEY", isOptional: true),
        static (account, time) => new CompatibleProvider(account, time), CompatibleSettings.Names);

    private readonly OpenAIImages _images;
    private readonly CompatibleVideos _videos;
    private readonly CompatibleSettings _settings;

    public CompatibleProvider(ProviderAccount account, TimeProvider time) : base(account, time)
    {
        _settings = CompatibleSettings.Of(account);
        _images = new OpenAIImages(Http, new ImagesDialect { SendsResponseFormat = _settings.ResponseFormat, EmptyIsRefusal = _settings.ModerationEmpty });
        _videos = new CompatibleVideos(Http, _settings);
    }

    public override JobLookup Lookup => _settings.VideosList ? JobLookup.MayMiss : JobLookup.Never;

    public override Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken) => request.Take.Operation == Operation.ImageT2i
        ? _images.SubmitAsync(ModelOf(request), name => Option(request, name), request, cancellationToken)
        : _videos.SubmitAsync(request, cancellationToken);

    public override async Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        _settings.VideosList && request.Take.Operation == Operation.VideoI2v ? await _videos.FindAsync(request, since, cancellationToken) : null;

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        request.Take.Operation == Operation.VideoI2v ? await _videos.PollAsync(job, cancellationToken) : null;

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => request.Take.Operation == Operation.VideoI2v
        ? _videos.FetchAsync(job, request, cancellationToken)
        : _images.FetchAsync(job, request, cancellationToken);

    public override async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        if (request.Take.Operation == Operation.VideoI2v)
            await _videos.DeleteAsync(job, cancellationToken);
        return null;
    }

    /// <returns>Null where there is no list of models.</returns>
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/models")), cancellationToken);
        if (answer.Status is 404 or 405)
            return null;
        return answer.IsSuccess ? $"{answer.Body.At("data").Items().Count()} models" : throw Http.Failure(answer, isSubmit: false);
    }

    protected override void Authorize(HttpRequestMessage request, string key)
    {
        if (key.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
    }

    protected override ProviderError? ReadError(ProviderAnswer answer) => OpenAIErrors.Read(answer);
}
