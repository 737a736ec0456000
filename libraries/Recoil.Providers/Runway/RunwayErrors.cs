using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Runway;

/// <summary>Runway's error bodies: <c>{"error", "issues"}</c>, and the codes of tasks that failed.</summary>
internal static class RunwayErrors
{
    /// <summary>The error of an answer; null when its body is not Runway's. An empty account is told with 400, in words.</summary>
    public static ProviderError? Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess || answer.Body.At("error").Text() is not { } message)
            return null;
        var issues = string.Join(" ", answer.Body.At("issues").Items().Select(issue => issue.At("message").Text() ?? issue.GetRawText()));
        var kind = answer.Status switch
        {
            _ when message.Contains("enough credits", StringComparison.OrdinalIgnoreCase) => ErrorKind.InsufficientFunds,
            401 or 403 => ErrorKind.InvalidCredentials,
            402 => ErrorKind.InsufficientFunds,
            429 => ErrorKind.RateLimited,
            504 => ErrorKind.Timeout,
            >= 500 => ErrorKind.Unavailable,
            _ => ErrorKind.InvalidRequest,
        };
        return new ProviderError(kind, null, issues.Length > 0 ? $"{message} {issues}" : message) { IsAmbiguous = answer.Status is 500 or 502 or 504 };
    }

    /// <summary>What the code of a failed task means, such as <c>SAFETY.INPUT.TEXT</c>.</summary>
    public static ErrorKind KindOf(string? code) => code switch
    {
        null => ErrorKind.Unknown,
        _ when code.StartsWith("SAFETY", StringComparison.Ordinal) => ErrorKind.ContentFilter,
        _ when code.StartsWith("INTERNAL.BAD_OUTPUT", StringComparison.Ordinal) => ErrorKind.CorruptOutput,
        _ when code.StartsWith("INTERNAL", StringComparison.Ordinal) => ErrorKind.Unavailable,
        _ when code.StartsWith("ASSET", StringComparison.Ordinal) || code.StartsWith("INPUT_PREPROCESSING", StringComparison.Ordinal) => ErrorKind.InvalidRequest,
        _ => ErrorKind.Unknown,
    };
}
