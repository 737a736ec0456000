using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers.OpenAI;

/// <summary>OpenAI's Images API. Pictures come with the answer; nothing of it can be looked up.</summary>
internal sealed class OpenAIProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "openai", "https://api.openai.com/v1", ProviderKey.InEnvironment("OPENAI_API_KEY"), static (account, time) => new OpenAIProvider(account, time));

    private readonly OpenAIImages _images;

    public OpenAIProvider(ProviderAccount account, TimeProvider time) : base(account, time) => _images = new OpenAIImages(Http, new ImagesDialect());

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken) => request.Take.Operation == Operation.ImageT2i
        ? await _images.SubmitAsync(ModelOf(request), name => Option(request, name), request, cancellationToken)
        : throw Refuse($"{ModelOf(request)} makes no clips here");

    /// <summary>Only behind a gateway there are jobs: pictures that it stores, and they are there.</summary>
    public override Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(null);

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        _images.FetchAsync(job, request, cancellationToken);

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/models")), cancellationToken);
        return $"{answer.Body.At("data").Items().Count()} models";
    }

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");

    protected override ProviderError? ReadError(ProviderAnswer answer) => OpenAIErrors.Read(answer);
}
