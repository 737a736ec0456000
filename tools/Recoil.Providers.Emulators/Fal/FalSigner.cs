using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace Recoil.Providers.Emulators.Fal;

/// <summary>Signs calls as fal does, with a key of its own.</summary>
public sealed class FalSigner : IDisposable
{
    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);

    /// <summary>What fal publishes of its keys.</summary>
    internal JsonObject PublicKeys => new()
    {
        ["keys"] = new JsonArray(new JsonObject
        {
            ["kty"] = "OKP",
            ["crv"] = "Ed25519",
            ["x"] = Base64Url.EncodeToString(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey)),
        }),
    };

    /// <summary>The headers of a call with this body.</summary>
    public Dictionary<string, string> Sign(string request, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var message = $"{request}\nuser-1\n{timestamp}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["X-Fal-Webhook-Request-Id"] = request,
            ["X-Fal-Webhook-User-Id"] = "user-1",
            ["X-Fal-Webhook-Timestamp"] = timestamp,
            ["X-Fal-Webhook-Signature"] = Convert.ToHexStringLower(SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(message))),
        };
    }

    public void Dispose() => _key.Dispose();
}
