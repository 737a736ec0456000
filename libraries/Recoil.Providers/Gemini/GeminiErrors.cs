using System.Globalization;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Gemini;

/// <summary>Google's error bodies: <c>{"error": {"code", "message", "status", "details": […]}}</c>.</summary>
internal static class GeminiErrors
{
    private static readonly string[] s_refusals =
        ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"];

    private static readonly string[] s_refusedWords = ["safety", "prohibited", "blocked", "content policy", "usage policy"];

    /// <summary>Whether a finish reason is a refusal of the content.</summary>
    public static bool IsRefusal(string? finishReason) => s_refusals.Contains(finishReason, StringComparer.Ordinal);

    /// <summary>The error of an answer; null when its body is not Google's.</summary>
    public static ProviderError? Read(ProviderAnswer answer, TimeProvider time)
    {
        // An interaction that failed tells so in itself; the answer about it is none.
        if (answer.Body.At("error") is not { } error || (answer.IsSuccess && answer.Body.At("id") is not null))
            return null;
        var (status, message) = (error.At("status").Text() ?? error.At("code").Text(), error.At("message").Text() ?? "");
        return new ProviderError(KindOf(answer.Status, status, message, error.At("details").Items().Select(detail => detail.At("reason").Text())), status, message)
        {
            RetryAfter = RetryAfter(error, time),
        };
    }

    /// <summary>Why an interaction failed, by its own errors or those of its steps.</summary>
    public static (ErrorKind Kind, string Message) WhyFailed(JsonElement? interaction)
    {
        var errors = interaction.At("errors").Items()
            .Concat(interaction.At("steps").Items().Select(step => step.At("error")).Append(interaction.At("error")).OfType<JsonElement>())
            .Select(error => (Code: error.At("code").Text() ?? error.At("status").Text() ?? "", Message: error.At("message").Text() ?? ""))
            .ToList();
        var words = string.Join(" ", errors.Select(error => $"{error.Code}: {error.Message}"));
        var kind = errors switch
        {
            [] => ErrorKind.Unknown,
            _ when s_refusedWords.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)) => ErrorKind.ContentFilter,
            [var (code, _), ..] => code.ToUpperInvariant() switch
            {
                "PAYMENT_REQUIRED" => ErrorKind.InsufficientFunds,
                "QUOTA_EXCEEDED" or "RESOURCE_EXHAUSTED" => ErrorKind.RateLimited,
                "INVALID_ARGUMENT" or "FAILED_PRECONDITION" => ErrorKind.InvalidRequest,
                "DEADLINE_EXCEEDED" => ErrorKind.Timeout,
                "INTERNAL" or "UNAVAILABLE" => ErrorKind.Unavailable,
                _ => ErrorKind.Unknown,
            },
        };
        return (kind, words.Length > 0 ? words : "no reason given");
    }

    private static ErrorKind KindOf(int http, string? status, string message, IEnumerable<string?> reasons) => (http, status) switch
    {
        _ when reasons.Contains("API_KEY_INVALID", StringComparer.Ordinal) => ErrorKind.InvalidCredentials,
        (402, _) or (_, "payment_required") => ErrorKind.InsufficientFunds,
        (429, _) when IsAboutMoney(message) => ErrorKind.InsufficientFunds,
        (429, _) or (_, "quota_exceeded") => ErrorKind.RateLimited,
        (400, "FAILED_PRECONDITION" or "failed_precondition") when IsAboutMoney(message) => ErrorKind.InsufficientFunds,
        (401 or 403, _) => ErrorKind.InvalidCredentials,
        (504, _) => ErrorKind.Timeout,
        ( >= 500, _) => ErrorKind.Unavailable,
        _ => ErrorKind.InvalidRequest,
    };

    /// <summary>Prepaid accounts were told so with 429 before there was 402.</summary>
    private static bool IsAboutMoney(string message) =>
        message.Contains("credits are depleted", StringComparison.OrdinalIgnoreCase) || message.Contains("billing", StringComparison.OrdinalIgnoreCase)
        && !message.Contains("exceeded your current quota", StringComparison.OrdinalIgnoreCase);

    /// <summary>The wait stands in the body. A quota of the day comes back at midnight on the Pacific coast, whatever delay is named beside it.</summary>
    private static TimeSpan? RetryAfter(JsonElement error, TimeProvider time)
    {
        TimeSpan? delay = null;
        foreach (var detail in error.At("details").Items())
        {
            if (detail.At("violations").Items().Any(violation => violation.At("quotaId").Text()?.Contains("PerDay", StringComparison.Ordinal) == true))
                return UntilMidnight(time.GetUtcNow());
            if (detail.At("retryDelay").Text() is { } text && double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
                delay = TimeSpan.FromSeconds(seconds);
        }

        return delay;
    }

    /// <summary>By standard time all year: in summer an hour late, never early.</summary>
    private static TimeSpan UntilMidnight(DateTimeOffset now)
    {
        var there = now.ToOffset(TimeSpan.FromHours(-8));
        return TimeSpan.FromDays(1) - there.TimeOfDay;
    }
}
