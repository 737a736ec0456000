using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Recoil.Providers.Http;

namespace Recoil.Providers.Fal;

/// <summary>fal's signatures of webhooks: Ed25519 over the request, the user, the time and the body's SHA-256, with keys that it publishes.</summary>
internal sealed class FalSignature(ProviderHttp http, Uri keys, TimeProvider time)
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_keysCount = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMinutes(5);

    private Known? _known;

    public async Task<bool> IsGenuineAsync(ProviderHint hint, CancellationToken cancellationToken)
    {
        if (Header(hint, "request-id") is not { } request
            || Header(hint, "user-id") is not { } user
            || Header(hint, "timestamp") is not { } timestamp
            || Header(hint, "signature") is not { Length: 128 } signature || !signature.All(char.IsAsciiHexDigit)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(hint.At.ToUnixTimeSeconds() - seconds) > s_tolerance.TotalSeconds)
            return false;

        var message = Encoding.UTF8.GetBytes($"{request}\n{user}\n{timestamp}\n{Convert.ToHexStringLower(SHA256.HashData(hint.Body.Span))}");
        var signed = Convert.FromHexString(signature);
        return IsSigned(await KeysAsync(s_keysCount, cancellationToken), message, signed)
            // A key may be new. Whoever sends nonsense does not make us ask each time.
            || IsSigned(await KeysAsync(s_shortestPause, cancellationToken), message, signed);
    }

    private static bool IsSigned(IReadOnlyList<byte[]> keys, byte[] message, byte[] signature) => keys.Any(key =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, key, KeyBlobFormat.RawPublicKey, out var imported)
        && SignatureAlgorithm.Ed25519.Verify(imported!, message, signature));

    private async Task<IReadOnlyList<byte[]>> KeysAsync(TimeSpan oldest, CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetUtcNow() - known.At < oldest)
            return known.Keys;
        var answer = await http.AskAsync(new HttpRequestMessage(HttpMethod.Get, keys), cancellationToken);
        var read = answer.Body.At("keys").Items().Select(key => key.At("x").Text()).Where(IsKey).Select(text => Base64Url.DecodeFromChars(text));
        _known = new Known([.. read], time.GetUtcNow());
        return _known.Keys;
    }

    private static bool IsKey(string? text) => text is not null && Base64Url.IsValid(text);

    private static string? Header(ProviderHint hint, string name) =>
        hint.Headers.FirstOrDefault(header => header.Key.Equals($"x-fal-webhook-{name}", StringComparison.OrdinalIgnoreCase)).Value;

    private sealed record Known(IReadOnlyList<byte[]> Keys, DateTimeOffset At);
}
