using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Replicate;

/// <summary>Replicate's error bodies, <c>{"title", "detail", "status"}</c>, and the texts of predictions that failed.</summary>
internal static class ReplicateErrors
{
    private static readonly string[] s_refusals = ["flagged as sensitive", "(E005)", "NSFW"];
    private static readonly string[] s_passing = ["interrupted; please retry", "out of memory"];

    /// <summary>The error of an answer; null when its body is not Replicate's.</summary>
    public static ProviderError? Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess || answer.Body.At("detail").Text() is not { } detail)
            return null;
        var kind = answer.Status switch
        {
            401 or 403 => ErrorKind.InvalidCredentials,
            402 => ErrorKind.InsufficientFunds,
            429 => ErrorKind.RateLimited,
            504 => ErrorKind.Timeout,
            >= 500 => ErrorKind.Unavailable,
            _ => ErrorKind.InvalidRequest,
        };
        return new ProviderError(kind, answer.Body.At("title").Text(), detail);
    }

    /// <summary>The result of a prediction that did not succeed. Its text is all that says why.</summary>
    public static GenerationResult Failed(string text, KnownCost? cost)
    {
        var kind = Has(s_refusals) ? ErrorKind.ContentFilter : Has(s_passing) ? ErrorKind.Unavailable : ErrorKind.Unknown;
        return new GenerationResult { Cost = cost, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: {text}" };

        bool Has(string[] phrases) => phrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}
