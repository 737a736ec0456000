using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Judges;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Chat;

/// <summary>Chat completions as OpenAI has them, with pictures in the question. Its base address is <c>/chat/v1</c>.</summary>
public sealed class ChatEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("chat", pictures, time)
{
    /// <summary>Whether it is an older server: it knows no JSON schema and no <c>max_completion_tokens</c>.</summary>
    public bool IsOld { get; set; }

    public override string AccountType => "openai-compatible";

    public override string AccountPath => $"{Name}/v1";

    public override void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/chat/completions", (Delegate)JudgeAsync);

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.NoFunds => Error(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."),
        Fault.BadKey => Error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
        Fault.RateLimited => Error(429, "requests", "rate_limit_exceeded", "Rate limit reached. Please try again in 400ms."),
        Fault.Unavailable => Error(503, "server_error", "server_is_overloaded", "The server is overloaded. Please try again later."),
        Fault.RefusedContent => Error(400, "invalid_request_error", "content_policy_violation", "Your request was rejected by our safety system."),
        _ => Error(400, "invalid_request_error", "invalid_value", "Invalid request."),
    };

    private async Task<IResult> JudgeAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (IsOld && body.ContainsKey("max_completion_tokens"))
            return Error(400, "invalid_request_error", "unknown_parameter", "Unknown parameter: 'max_completion_tokens'.");
        if (!IsOld && body.ContainsKey("max_tokens"))
            return Error(400, "invalid_request_error", "unsupported_parameter", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.");
        var format = body["response_format"];
        if (IsOld && format?["type"]?.GetValue<string>() == "json_schema")
            return Error(400, "invalid_request_error", "invalid_value", "Invalid value for response_format: 'json_schema'. Supported: 'text', 'json_object'.");
        var messages = body["messages"]!.AsArray();
        var system = string.Concat(messages.Where(message => message!["role"]!.GetValue<string>() == "system").Select(message => message!["content"]!.GetValue<string>()));
        var parts = messages.Where(message => message!["content"] is JsonArray).SelectMany(message => message!["content"]!.AsArray()).ToList();
        var question = new JudgeQuestion(
            body["model"]!.GetValue<string>(),
            system,
            [.. parts.Where(part => part!["type"]!.GetValue<string>() == "text").Select(part => part!["text"]!.GetValue<string>())],
            [.. parts.Where(part => part!["type"]!.GetValue<string>() == "image_url").Select(part => Data(part!["image_url"]!["url"]!.GetValue<string>()))],
            format?["json_schema"]?["schema"] ?? (system.IndexOf("\n{", StringComparison.Ordinal) is > 0 and var at ? JsonNode.Parse(system[at..]) : null));
        if (question.Mistake is { } mistake)
            return Error(400, "invalid_request_error", "invalid_image_format", mistake);
        return await SubmitAsync(context, question.Order, job => Task.FromResult(Answer(question, job)));
    }

    private static byte[] Data(string url) => Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]);

    private IResult Answer(JudgeQuestion question, EmulatedJob job)
    {
        var refused = job.Fault == Fault.RefusedResult;
        var text = JudgeAnswer.Of(Name, question, job.Fault);
        return Results.Json(new JsonObject
        {
            ["id"] = job.Id,
            ["object"] = "chat.completion",
            ["created"] = job.At.ToUnixTimeSeconds(),
            ["model"] = question.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = refused ? null : text, ["refusal"] = refused ? "I'm sorry, I can't assist with that." : null },
                ["finish_reason"] = job.Fault == Fault.CutAnswer ? "length" : "stop",
            }),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = question.TextTokens + question.PictureTokens,
                ["completion_tokens"] = text.Length / 4,
                ["total_tokens"] = question.TextTokens + question.PictureTokens + (text.Length / 4),
            },
        });
    }

    private static IResult Error(int code, string type, string error, string message) => Results.Json(new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = error },
    }, statusCode: code);
}
