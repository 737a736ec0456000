using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Fal;

/// <summary>fal's error bodies: <c>{"detail": "…"}</c>, <c>{"detail": [{"loc", "msg", "type"}]}</c> and, of some endpoints, <c>{"error": {"message", "code"}}</c>.</summary>
internal static class FalErrors
{
    private const string TypeHeader = "x-fal-error-type";

    /// <summary>The error of an answer; null when its body is not fal's.</summary>
    public static ProviderError? Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess || (answer.Body.At("detail") ?? answer.Body.At("error")) is not { } said)
            return null;
        var first = said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Select(item => (JsonElement?)item).FirstOrDefault() : said;
        var type = first.At("type").Text() ?? first.At("code").Text() ?? TypeOf(answer);
        var message = first.Text() ?? first.At("msg").Text() ?? first.At("message").Text() ?? "";
        return new ProviderError(KindOf(answer.Status, type, message), type, FieldOf(first) is { } field ? $"{field}: {message}" : message);
    }

    /// <summary>Whether it is what a job ended with, and not trouble on the way to it.</summary>
    public static bool IsOfTheJob(ProviderAnswer answer) =>
        Read(answer) is not null && (answer.Status is 422 or 500 || TypeOf(answer) is not null || answer.Headers.Contains("x-fal-billable-units"));

    private static ErrorKind KindOf(int status, string? type, string message) => (status, type) switch
    {
        (_, "content_policy_violation") => ErrorKind.ContentFilter,
        (_, "no_media_generated") => ErrorKind.CorruptOutput,
        (_, "request_timeout" or "startup_timeout" or "generation_timeout") => ErrorKind.Timeout,
        (402, _) => ErrorKind.InsufficientFunds,
        // An account without money is locked. So is one that fal has locked for another reason.
        (403, _) when message.Contains("exhausted balance", StringComparison.OrdinalIgnoreCase) => ErrorKind.InsufficientFunds,
        (401 or 403, _) => ErrorKind.InvalidCredentials,
        (429, _) => ErrorKind.RateLimited,
        (408 or 504, _) => ErrorKind.Timeout,
        ( >= 500, _) => ErrorKind.Unavailable,
        _ => ErrorKind.InvalidRequest,
    };

    private static string? TypeOf(ProviderAnswer answer) =>
        answer.Body.At("error_type").Text() ?? (answer.Headers.TryGetValues(TypeHeader, out var values) ? values.First() : null);

    private static string? FieldOf(JsonElement? error) =>
        error.At("loc").Items().Select(part => ((JsonElement?)part).Text()).Where(part => part is not null and not "body").ToList() is { Count: > 0 } path ? string.Join('.', path) : null;
}
