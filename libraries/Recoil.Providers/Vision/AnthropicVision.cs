using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Vision;

/// <summary>Anthropic's Messages API. Its models look at pictures and make none, so an account only judges.</summary>
internal sealed class AnthropicVision(ProviderAccount account, TimeProvider time) : VisionClient(account, time)
{
    public const string TypeName = "anthropic";

    public static readonly ProviderType Type = ProviderType.OfJudges(TypeName, "https://api.anthropic.com", ProviderKey.InEnvironment("ANTHROPIC_API_KEY"));

    public override async Task<VisionAnswer> AskAsync(VisionQuestion question, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("/v1/messages", new JsonObject
        {
            ["model"] = question.ModelId,
            ["max_tokens"] = question.MaxOutputTokens,
            ["system"] = question.System,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonArray([.. question.Parts.Select(Part)]) }),
            ["output_config"] = new JsonObject
            {
                ["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = question.Schema.DeepClone() },
            },
        }, cancellationToken);

        // Thoughts come first, as blocks of their own.
        var text = string.Concat(answer.Body.At("content").Items().Where(block => block.At("type").Text() == "text").Select(block => block.At("text").Text()));
        var stop = answer.Body.At("stop_reason").Text();
        var end = stop switch
        {
            "refusal" => VisionEnd.Refused,
            "max_tokens" or "model_context_window_exceeded" => VisionEnd.Cut,
            _ => VisionEnd.Complete,
        };
        return Answer(question, text, end, $"stop_reason {stop}", answer.Body.At("usage") is { } usage
            ?
            [
                ("text_input", (usage.At("input_tokens").Number() ?? 0) + (usage.At("cache_creation_input_tokens").Number() ?? 0) + (usage.At("cache_read_input_tokens").Number() ?? 0)),
                ("text_output", usage.At("output_tokens").Number() ?? 0),
            ]
            : null);
    }

    protected override void Authorize(HttpRequestMessage request, string key)
    {
        request.Headers.TryAddWithoutValidation("x-api-key", key);
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
    }

    /// <summary><c>{"type": "error", "error": {"type", "message"}}</c>; an empty balance is an invalid request by its type.</summary>
    protected override ProviderError? ReadError(ProviderAnswer answer)
    {
        if (answer.Body.At("type").Text() != "error" || answer.Body.At("error") is not { } error)
            return null;
        var (type, message) = (error.At("type").Text(), error.At("message").Text() ?? "");
        return new ProviderError((type, answer.Status) switch
        {
            _ when message.Contains("credit balance is too low", StringComparison.OrdinalIgnoreCase) => ErrorKind.InsufficientFunds,
            ("billing_error", _) or (_, 402) => ErrorKind.InsufficientFunds,
            ("authentication_error" or "permission_error", _) => ErrorKind.InvalidCredentials,
            ("rate_limit_error", _) or (_, 429) => ErrorKind.RateLimited,
            ("timeout_error", _) or (_, 504) => ErrorKind.Timeout,
            ("api_error" or "overloaded_error", _) or (_, >= 500) => ErrorKind.Unavailable,
            _ => ErrorKind.InvalidRequest,
        }, type, message);
    }

    private JsonObject Part(VisionPart part) => part switch
    {
        VisionPart.Text text => new JsonObject { ["type"] = "text", ["text"] = text.Words },
        VisionPart.Picture picture => new JsonObject
        {
            ["type"] = "image",
            ["source"] = new JsonObject { ["type"] = "base64", ["media_type"] = picture.Mime, ["data"] = Base64(picture.Bytes) },
        },
        _ => throw Unshowable(part),
    };
}
