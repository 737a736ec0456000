using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Luma;

/// <summary>Luma's error bodies: <c>{"detail"}</c>, and the codes of generations that failed.</summary>
internal static class LumaErrors
{
    /// <summary>The error of an answer; null when its body is not Luma's.</summary>
    public static ProviderError? Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess || answer.Body.At("detail") is not { } detail)
            return null;
        var message = ((System.Text.Json.JsonElement?)detail).Text() ?? detail.GetRawText();
        var kind = answer.Status switch
        {
            402 => ErrorKind.InsufficientFunds,
            401 or 403 => ErrorKind.InvalidCredentials,
            429 => ErrorKind.RateLimited,
            504 => ErrorKind.Timeout,
            >= 500 => ErrorKind.Unavailable,
            _ when message.Contains("moderat", StringComparison.OrdinalIgnoreCase) => ErrorKind.ContentFilter,
            _ => ErrorKind.InvalidRequest,
        };
        return new ProviderError(kind, null, message) { IsAmbiguous = answer.Status is 500 or 502 or 504 };
    }

    /// <summary>What the code of a failed generation means.</summary>
    public static ErrorKind KindOf(string? code) => code switch
    {
        "content_moderated" => ErrorKind.ContentFilter,
        "budget_exhausted" => ErrorKind.InsufficientFunds,
        "output_not_found" => ErrorKind.CorruptOutput,
        "image_too_large" or "unsupported_format" or "corrupt_input" or "invalid_request" => ErrorKind.InvalidRequest,
        _ => ErrorKind.Unknown,
    };
}
