using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Recoil.Providers.Kling;

/// <summary>What opens Kling: an API key as it is, or a pair <c>ACCESS:SECRET</c> with which a token of half an hour is signed.</summary>
internal static class KlingKey
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(30);

    // Clocks differ.
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(5);

    /// <summary>What stands behind <c>Bearer</c>.</summary>
    public static string Bearer(string key, DateTimeOffset now) => key.Split(':', 2) is [var access, var secret] ? Token(access, secret, now) : key;

    private static string Token(string access, string secret, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["iss"] = access,
            ["exp"] = (now + s_lifetime).ToUnixTimeSeconds(),
            ["nbf"] = (now - s_early).ToUnixTimeSeconds(),
        };
        var signed = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{Encoded(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
