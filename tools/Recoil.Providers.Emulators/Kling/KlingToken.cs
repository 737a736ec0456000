using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Recoil.Providers.Emulators.Kling;

/// <summary>What Kling accepts as a key: one as it is, or a token signed with the secret of a pair.</summary>
internal static class KlingToken
{
    /// <summary>Whether a token was signed with the secret by this access key, and is valid now.</summary>
    public static bool IsValid(string token, string access, string secret, DateTimeOffset now)
    {
        if (token.Split('.') is not [var header, var claims, var signature])
            return false;
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{header}.{claims}"));
        return Read(header)?["alg"]?.GetValue<string>() == "HS256"
            && Base64Url.IsValid(signature) && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), expected)
            && Read(claims) is { } said
            && said["iss"]?.GetValue<string>() == access
            && said["nbf"]?.GetValue<long>() <= now.ToUnixTimeSeconds()
            && said["exp"]?.GetValue<long>() > now.ToUnixTimeSeconds();
    }

    private static JsonNode? Read(string part)
    {
        try
        {
            return Base64Url.IsValid(part) ? JsonNode.Parse(Base64Url.DecodeFromChars(part)) : null;
        }
        catch (JsonException)
        {
            // Somebody else's token.
            return null;
        }
    }
}
