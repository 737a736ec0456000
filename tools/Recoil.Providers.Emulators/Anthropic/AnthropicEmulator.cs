using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Judges;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Anthropic;

/// <summary>The Messages API of Anthropic, as far as judges need it.</summary>
public sealed class AnthropicEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("anthropic", pictures, time)
{
    public override void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/messages", (Delegate)JudgeAsync);

    protected override bool HasKey(HttpRequest request) => request.Headers["x-api-key"] == Key;

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.NoFunds => Error(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."),
        Fault.BadKey => Error(401, "authentication_error", "invalid x-api-key"),
        Fault.RateLimited => Error(429, "rate_limit_error", "This request would exceed your organization's rate limit."),
        Fault.Unavailable => Error(529, "overloaded_error", "Overloaded"),
        _ => Error(400, "invalid_request_error", "messages: Field required"),
    };

    private async Task<IResult> JudgeAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (context.Request.Headers["anthropic-version"].Count == 0)
            return Error(400, "invalid_request_error", "anthropic-version: header is required");
        if (body["max_tokens"] is null || body["messages"] is not JsonArray messages)
            return Error(400, "invalid_request_error", "max_tokens: Field required");
        var blocks = messages.SelectMany(message => message!["content"] is JsonArray content ? content.ToList() : []).ToList();
        var question = new JudgeQuestion(
            body["model"]!.GetValue<string>(),
            body["system"]?.GetValue<string>() ?? "",
            [.. blocks.Where(block => block!["type"]!.GetValue<string>() == "text").Select(block => block!["text"]!.GetValue<string>())],
            [.. blocks.Where(block => block!["type"]!.GetValue<string>() == "image").Select(block => Convert.FromBase64String(block!["source"]!["data"]!.GetValue<string>()))],
            body["output_config"]?["format"]?["schema"]);
        if (question.Mistake is { } mistake)
            return Error(400, "invalid_request_error", mistake);
        return await SubmitAsync(context, question.Order, job => Task.FromResult(Answer(question, job)));
    }

    private IResult Answer(JudgeQuestion question, EmulatedJob job)
    {
        var refused = job.Fault == Fault.RefusedResult;
        var text = JudgeAnswer.Of(Name, question, job.Fault);
        return Results.Json(new JsonObject
        {
            ["id"] = job.Id,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = question.Model,
            ["content"] = refused
                ? []
                : new JsonArray(
                    new JsonObject { ["type"] = "thinking", ["thinking"] = "Looking at the hands.", ["signature"] = "emulated" },
                    new JsonObject { ["type"] = "text", ["text"] = text }),
            ["stop_reason"] = refused ? "refusal" : job.Fault == Fault.CutAnswer ? "max_tokens" : "end_turn",
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject { ["input_tokens"] = question.TextTokens + question.PictureTokens, ["output_tokens"] = refused ? 1 : text.Length / 4 },
        });
    }

    private static IResult Error(int code, string type, string message) => Results.Json(new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = "req_emulated",
    }, statusCode: code);
}
