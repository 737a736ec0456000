using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Recoil.Contracts;
using StandardWebhooks;

namespace Recoil.Providers.Webhooks;

/// <summary>Signatures after the Standard Webhooks specification: HMAC-SHA256 over id, time and body.</summary>
internal static class StandardSignature
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether a call was signed with the secret, not more than five minutes before or after it came. Nothing is genuine without a secret.</summary>
    /// <param name="secret">Such as <c>whsec_</c> and base64.</param>
    /// <param name="hint">The call.</param>
    /// <exception cref="ProviderException">The secret is none.</exception>
    public static bool IsGenuine(string secret, ProviderHint hint)
    {
        if (secret.Length == 0
            || Header(hint, "webhook-id") is not { } id
            || Header(hint, "webhook-signature") is not { } signatures
            || !long.TryParse(Header(hint, "webhook-timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(hint.At.ToUnixTimeSeconds() - seconds) > s_tolerance.TotalSeconds)
            return false;

        var expected = Encoding.ASCII.GetBytes(Sign(secret, id, DateTimeOffset.FromUnixTimeSeconds(seconds), hint.Body));
        // While a secret is changed, there is one signature for each.
        return signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected));
    }

    private static string Sign(string secret, string id, DateTimeOffset at, ReadOnlyMemory<byte> body)
    {
        try
        {
            return new StandardWebhook(secret).Sign(id, at, Encoding.UTF8.GetString(body.Span));
        }
        catch (FormatException e)
        {
            throw new ProviderException(ErrorKind.InvalidCredentials, Submit.Refused, "invalid_credentials: the account's webhook secret is not whsec_ and base64", e);
        }
    }

    private static string? Header(ProviderHint hint, string name) =>
        hint.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
