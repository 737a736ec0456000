using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Vision;

/// <summary>What all vision models have in common.</summary>
internal abstract class VisionClient : IVisionModel, IDisposable
{
    protected VisionClient(ProviderAccount account, TimeProvider time)
    {
        (Account, Time) = (account, time);
        Http = new ProviderHttp(account, time, Authorize, ReadError);
    }

    public string Name => Account.Name;

    public string? Absence => Account.Key.Absence;

    public virtual long LargestClip => 0;

    protected ProviderAccount Account { get; }

    protected TimeProvider Time { get; }

    protected ProviderHttp Http { get; }

    public abstract Task<VisionAnswer> AskAsync(VisionQuestion question, CancellationToken cancellationToken);

    public void Dispose() => Http.Dispose();

    /// <summary>Puts the key into a request.</summary>
    protected abstract void Authorize(HttpRequestMessage request, string key);

    /// <summary>Understands the provider's own error bodies; null for any other body.</summary>
    protected abstract ProviderError? ReadError(ProviderAnswer answer);

    protected Task<ProviderAnswer> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        Http.SubmitAsync(new HttpRequestMessage(HttpMethod.Post, Http.AddressOf(path)) { Content = JsonContent.Of(body) }, cancellationToken);

    protected static string Base64(ReadOnlyMemory<byte> bytes) => Convert.ToBase64String(bytes.Span);

    /// <summary>The answer with what its tokens cost, or the price of a judgement where they have no price.</summary>
    /// <param name="question">The question.</param>
    /// <param name="text">What was said.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="reason">Why, where it is not complete.</param>
    /// <param name="used">How many tokens of what; null where the provider does not say.</param>
    protected static VisionAnswer Answer(VisionQuestion question, string text, VisionEnd end, string? reason, IEnumerable<(string What, decimal Tokens)>? used) =>
        new(text, end, (used is null ? null : TokenUsage.CostOf(question.Model, used)) ?? question.CostWithoutBill) { Reason = end == VisionEnd.Complete ? null : reason };

    protected InvalidOperationException Unshowable(VisionPart part) => new($"{Name} cannot be shown a {part.GetType().Name}.");
}
