using System.Net.Http.Headers;
using System.Text.Json;

namespace Recoil.Providers.Http;

/// <summary>An answer of a provider, read whole.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; null when it is no JSON.</param>
/// <param name="Headers">The headers.</param>
/// <param name="RequestId">The provider's id of the request, for a question to its support; null when it gives none.</param>
internal sealed record ProviderAnswer(int Status, JsonElement? Body, HttpResponseHeaders Headers, string? RequestId)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What the header <c>Retry-After</c> says; null when there is none.</summary>
    public TimeSpan? RetryAfter(TimeProvider time) => Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
