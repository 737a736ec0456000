using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.OpenAI;

/// <summary>OpenAI's error bodies: <c>{"error": {"message", "type", "param", "code"}}</c>; of gateways also <c>{"error": "…"}</c>.</summary>
internal static class OpenAIErrors
{
    private static readonly string[] s_refusals = ["moderation_blocked", "content_policy_violation", "content_filter"];

    private static readonly string[] s_funds =
    [
        "billing_hard_limit_reached", "billing_not_active", "insufficient_quota", "insufficient_user_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
    ];

    /// <summary>The error of an answer; null when it holds none.</summary>
    public static ProviderError? Read(ProviderAnswer answer) => answer.Body.At("error") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } words => Of(answer.Status, null, null, words.GetString()!),
        // A job that failed says so within a success; that is no error of the answer.
        { } when answer.IsSuccess && answer.Body.At("status") is not null => null,
        { } error => Of(answer.Status, error.At("code").Text(), error.At("type").Text(), error.At("message").Text() ?? ""),
    };

    /// <summary>What a code, a type and words mean, where the answer had this status.</summary>
    public static ProviderError Of(int status, string? code, string? type, string message) =>
        // A gateway that gave up waiting may have passed the order on.
        new(KindOf(status, code, type, message), code ?? type, message) { IsAmbiguous = status is 408 or 504 };

    private static ErrorKind KindOf(int status, string? code, string? type, string message) => status switch
    {
        _ when IsRefusal(code, message) => ErrorKind.ContentFilter,
        // Neither comes with 402: the first with 400, the others with 429.
        402 => ErrorKind.InsufficientFunds,
        _ when s_funds.Contains(code, StringComparer.Ordinal) || s_funds.Contains(type, StringComparer.Ordinal) => ErrorKind.InsufficientFunds,
        401 => ErrorKind.InvalidCredentials,
        // An organisation that is not verified, or a country: a person must do something. A model that the account lacks is a mistake of the shot.
        403 when code != "model_not_found" => ErrorKind.InvalidCredentials,
        429 => ErrorKind.RateLimited,
        408 or 504 => ErrorKind.Timeout,
        >= 500 => ErrorKind.Unavailable,
        _ => ErrorKind.InvalidRequest,
    };

    private static bool IsRefusal(string? code, string message) =>
        s_refusals.Contains(code, StringComparer.Ordinal) || message.Contains("safety system", StringComparison.OrdinalIgnoreCase);
}
