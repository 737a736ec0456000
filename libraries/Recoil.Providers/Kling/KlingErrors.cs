using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Kling;

/// <summary>Kling's error bodies: <c>{"code", "message", "request_id"}</c> with a code other than 0. The code decides, not the status: 429 is also an empty account.</summary>
internal static class KlingErrors
{
    private static readonly string[] s_refusals = ["risk control", "sensitive", "moderation", "content policy", "violat"];

    /// <summary>The error of an answer; null when its body is not Kling's, or no error.</summary>
    public static ProviderError? Read(ProviderAnswer answer) => answer.Body.At("code").Number() is { } code && code != 0
        ? new ProviderError(KindOf((int)code), answer.Body.At("code").Text(), Words(answer)) { IsAmbiguous = code is 5000 or 5002 }
        : null;

    /// <summary>Whether the answer says that there is no such task: also the code for wrong parameters does.</summary>
    public static bool IsNotFound(ProviderAnswer answer) => answer.Status == 404 || (answer.Status == 400 && answer.Body.At("code").Number() is 1201);

    /// <summary>What the words of a failed task mean.</summary>
    public static ErrorKind KindOf(string message) =>
        s_refusals.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase)) ? ErrorKind.ContentFilter : ErrorKind.Unknown;

    private static string Words(ProviderAnswer answer) =>
        answer.Body.At("request_id").Text() is { } request ? $"{answer.Body.At("message").Text()} (request_id {request})" : answer.Body.At("message").Text() ?? "";

    private static ErrorKind KindOf(int code) => code switch
    {
        >= 1000 and <= 1004 => ErrorKind.InvalidCredentials,
        >= 1100 and <= 1102 => ErrorKind.InsufficientFunds,
        >= 1300 and <= 1301 => ErrorKind.ContentFilter,
        1302 or 1303 => ErrorKind.RateLimited,
        // This machine's address is not on the account's list.
        1304 => ErrorKind.InvalidCredentials,
        5002 => ErrorKind.Timeout,
        >= 5000 and < 6000 => ErrorKind.Unavailable,
        _ => ErrorKind.InvalidRequest,
    };
}
