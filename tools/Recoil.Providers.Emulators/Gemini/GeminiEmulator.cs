using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Gemini;

/// <summary>The Gemini API: <c>generateContent</c> with a picture in the answer, or with a judgement. No job, nothing to look up.</summary>
public sealed partial class GeminiEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("gemini", pictures, time)
{
    private static readonly string[] s_ratios = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1", "1:8", "8:1"];

    /// <summary>The models that it has.</summary>
    public static IReadOnlyList<string> Models { get; } = ["gemini-3.1-flash-image", "gemini-3-pro-image", "gemini-3.1-flash-lite-image", "gemini-3.8-flash"];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1beta/models", (HttpRequest request) => HasKey(request)
            ? Results.Json(new JsonObject { ["models"] = new JsonArray([.. Models.Select(model => new JsonObject { ["name"] = $"models/{model}", ["displayName"] = model })]) })
            : Refusal(Fault.BadKey));
        routes.MapPost("/v1beta/models/{call}", GenerateAsync);
        MapInteractions(routes);
    }

    protected override bool HasKey(HttpRequest request) => request.Headers["x-goog-api-key"] == Key;

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.RefusedContent => Results.Json(new JsonObject
        {
            ["promptFeedback"] = new JsonObject { ["blockReason"] = "PROHIBITED_CONTENT" },
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 12, ["totalTokenCount"] = 12 },
            ["modelVersion"] = Models[0],
        }),
        Fault.NoFunds => Error(402, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing."),
        Fault.BadKey => Error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
            ["reason"] = "API_KEY_INVALID",
            ["domain"] = "googleapis.com",
        }),
        Fault.RateLimited => Error(
            429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing details.",
            new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.QuotaFailure",
                ["violations"] = new JsonArray(new JsonObject { ["quotaId"] = "GenerateRequestsPerMinutePerProjectPerModel" }),
            },
            new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.RetryInfo", ["retryDelay"] = "0.4s" }),
        Fault.Unavailable => Error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
        _ => Error(400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
    };

    private async Task<IResult> GenerateAsync(HttpContext context, string call)
    {
        if (call.Split(':') is not [var model, "generateContent"])
            return Results.NotFound();
        if (s_videoModels.Contains(model, StringComparer.Ordinal))
            return Error(400, "INVALID_ARGUMENT", "This model only supports Interactions API.");
        if (!Models.Contains(model, StringComparer.Ordinal))
            return Error(404, "NOT_FOUND", $"models/{model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.");
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (body["generationConfig"]?["responseMimeType"] is not null)
            return await JudgeAsync(context, model, body);
        var parts = body["contents"]?.AsArray().SelectMany(content => content!["parts"]!.AsArray()).ToList() ?? [];
        var config = body["generationConfig"];
        var ratio = config?["imageConfig"]?["aspectRatio"]?.GetValue<string>() ?? "1:1";
        if (parts.Count == 0 || !s_ratios.Contains(ratio, StringComparer.Ordinal))
            return Error(400, "INVALID_ARGUMENT", parts.Count == 0 ? "* GenerateContentRequest.contents: contents is not specified" : $"Invalid aspect ratio: {ratio}");

        var shown = new List<(byte[] Bytes, string Words)>();
        var words = "";
        foreach (var part in parts)
        {
            if (part!["text"]?.GetValue<string>() is { } text)
                words = text;
            else if (part["inlineData"]?["data"]?.GetValue<string>() is { } data)
                shown.Add((Convert.FromBase64String(data), words));
        }

        var scene = shown.Find(picture => picture.Words.Contains("scene", StringComparison.Ordinal)).Bytes;
        var order = new EmulatedOrder
        {
            Model = model,
            Prompt = words,
            AspectRatio = ratio,
            Seed = config?["seed"]?.GetValue<long>() ?? 0,
            References = [.. shown.Select(picture => picture.Bytes).Where(bytes => bytes != scene)],
            Scene = scene,
        };
        return await SubmitAsync(context, order, job => AnswerAsync(job, shown.Count, context.RequestAborted));
    }

    private async Task<IResult> AnswerAsync(EmulatedJob job, int pictures, CancellationToken cancellationToken)
    {
        JsonObject candidate = job.Fault switch
        {
            Fault.RefusedResult => new() { ["finishReason"] = "IMAGE_SAFETY", ["finishMessage"] = "Unable to show the generated image." },
            Fault.FailedResult => new() { ["finishReason"] = "NO_IMAGE" },
            Fault.EmptyResult => new()
            {
                ["finishReason"] = "STOP",
                ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(new JsonObject { ["text"] = "Here is your picture." }) },
            },
            _ => new()
            {
                ["finishReason"] = "STOP",
                ["content"] = new JsonObject
                {
                    ["role"] = "model",
                    ["parts"] = new JsonArray(
                        new JsonObject { ["text"] = "Thinking about the light.", ["thought"] = true },
                        new JsonObject
                        {
                            ["inlineData"] = new JsonObject { ["mimeType"] = "image/png", ["data"] = Convert.ToBase64String(await FileAsync(job, cancellationToken)) },
                        }),
                },
            },
        };
        candidate["index"] = 0;
        var (input, output) = (20 + (pictures * 258), candidate["content"] is null ? 0 : 1120);
        return Results.Json(new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = input,
                ["candidatesTokenCount"] = output,
                ["totalTokenCount"] = input + output,
                ["promptTokensDetails"] = new JsonArray(
                    new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = 20 }, new JsonObject { ["modality"] = "IMAGE", ["tokenCount"] = pictures * 258 }),
                ["candidatesTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "IMAGE", ["tokenCount"] = output }),
            },
            ["modelVersion"] = job.Order.Model,
            ["responseId"] = job.Id,
        });
    }

    private static IResult Error(int code, string status, string message, params JsonNode[] details)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["status"] = status };
        if (details.Length > 0)
            error["details"] = new JsonArray(details);
        return Results.Json(new JsonObject { ["error"] = error }, statusCode: code);
    }
}
