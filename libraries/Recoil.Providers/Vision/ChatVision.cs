using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Vision;

/// <summary>OpenAI's chat completions, and what speaks like them. A server that knows no schema is asked for JSON, and one that knows no JSON in words.</summary>
internal sealed class ChatVision(ProviderAccount account, TimeProvider time) : VisionClient(account, time)
{
    /// <summary>What this server was found not to know; it is not asked for again.</summary>
    private volatile ChatDialect _dialect = new();

    public override async Task<VisionAnswer> AskAsync(VisionQuestion question, CancellationToken cancellationToken)
    {
        while (true)
        {
            var dialect = _dialect;
            try
            {
                return Read(question, await PostAsync("/chat/completions", Body(question, dialect), cancellationToken));
            }
            catch (ProviderException refused) when (refused is { Kind: ErrorKind.InvalidRequest, Submit: Submit.Refused } && dialect.Without(refused.Message) is { } simpler)
            {
                _dialect = simpler;
            }
        }
    }

    protected override void Authorize(HttpRequestMessage request, string key)
    {
        if (key.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
    }

    /// <summary><c>{"error": {"message", "type", "param", "code"}}</c>. Not every 429 is about a rate.</summary>
    protected override ProviderError? ReadError(ProviderAnswer answer)
    {
        if (answer.Body.At("error") is not { ValueKind: JsonValueKind.Object } error)
            return null;
        var (code, type, message) = (error.At("code").Text(), error.At("type").Text(), error.At("message").Text() ?? "");
        return new ProviderError((code ?? type, answer.Status) switch
        {
            _ when type == "insufficient_quota" => ErrorKind.InsufficientFunds,
            ("insufficient_quota" or "billing_hard_limit_reached" or "credit_balance_exhausted" or "organization_spend_limit_exceeded" or "project_spend_limit_exceeded", _) => ErrorKind.InsufficientFunds,
            (_, 402) => ErrorKind.InsufficientFunds,
            ("content_filter" or "content_policy_violation" or "moderation_blocked", _) => ErrorKind.ContentFilter,
            ("invalid_api_key", _) or (_, 401 or 403) => ErrorKind.InvalidCredentials,
            (_, 429) => ErrorKind.RateLimited,
            (_, 408 or 504) => ErrorKind.Timeout,
            (_, >= 500) => ErrorKind.Unavailable,
            _ => ErrorKind.InvalidRequest,
        }, code ?? type, message);
    }

    private JsonObject Body(VisionQuestion question, ChatDialect dialect)
    {
        var body = new JsonObject
        {
            ["model"] = question.ModelId,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = dialect.KnowsSchema ? question.System : $"{question.System}\n\nAnswer with JSON of this schema and nothing else:\n{question.Schema.ToJsonString()}" },
                new JsonObject { ["role"] = "user", ["content"] = new JsonArray([.. question.Parts.Select(Part)]) }),
            [dialect.TokenLimit] = question.MaxOutputTokens,
        };
        if (dialect.KnowsSchema)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "judgement", ["strict"] = true, ["schema"] = question.Schema.DeepClone() },
            };
        }
        else if (dialect.KnowsJson)
            body["response_format"] = new JsonObject { ["type"] = "json_object" };
        return body;
    }

    private JsonObject Part(VisionPart part) => part switch
    {
        VisionPart.Text text => new JsonObject { ["type"] = "text", ["text"] = text.Words },
        VisionPart.Picture picture => new JsonObject
        {
            ["type"] = "image_url",
            ["image_url"] = new JsonObject { ["url"] = $"data:{picture.Mime};base64,{Base64(picture.Bytes)}", ["detail"] = "high" },
        },
        _ => throw Unshowable(part),
    };

    private static VisionAnswer Read(VisionQuestion question, ProviderAnswer answer)
    {
        var choice = answer.Body.At("choices").Items().Select(first => (JsonElement?)first).FirstOrDefault();
        var (finish, refusal) = (choice.At("finish_reason").Text(), choice.At("message", "refusal").Text());
        var content = choice.At("message", "content");
        var text = content.Text() ?? string.Concat(content.Items().Select(part => part.At("text").Text()));
        var end = refusal is { Length: > 0 } || finish == "content_filter" ? VisionEnd.Refused : finish == "length" ? VisionEnd.Cut : VisionEnd.Complete;
        return Answer(question, text, end, refusal is { Length: > 0 } ? refusal : $"finish_reason {finish}", Used(question, answer));
    }

    /// <summary>Words and pictures are not told apart. What was in the cache costs less where the profile says so.</summary>
    private static List<(string What, decimal Tokens)>? Used(VisionQuestion question, ProviderAnswer answer)
    {
        if (answer.Body.At("usage") is not { } usage)
            return null;
        var prompt = usage.At("prompt_tokens").Number() ?? 0;
        var cached = question.Model.TokenPrices?.ContainsKey("cached_input") == true ? usage.At("prompt_tokens_details", "cached_tokens").Number() ?? 0 : 0;
        return [("text_input", prompt - cached), ("cached_input", cached), ("text_output", usage.At("completion_tokens").Number() ?? 0)];
    }
}
