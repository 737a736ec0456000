using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Gemini;

/// <summary>Google's Gemini API. Pictures come with the answer; nothing of it can be looked up.</summary>
internal sealed class GeminiProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "gemini", "https://generativelanguage.googleapis.com", ProviderKey.InEnvironment("GEMINI_API_KEY"), static (account, time) => new GeminiProvider(account, time));

    private readonly GeminiImages _images;

    public GeminiProvider(ProviderAccount account, TimeProvider time) : base(account, time) => _images = new GeminiImages(Http);

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken) => request.Take.Operation == Operation.ImageT2i
        ? new SubmitAnswer.Done(await _images.GenerateAsync(ModelOf(request), Option(request, "image_size"), request, cancellationToken))
        : throw Refuse($"{ModelOf(request)} makes no clips here");

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/v1beta/models")), cancellationToken);
        return $"{answer.Body.At("models").Items().Count()} models";
    }

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.TryAddWithoutValidation("x-goog-api-key", key);

    protected override ProviderError? ReadError(ProviderAnswer answer) => GeminiErrors.Read(answer, Time);
}
