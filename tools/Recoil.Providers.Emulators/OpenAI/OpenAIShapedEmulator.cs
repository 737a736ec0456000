using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.OpenAI;

/// <summary>The Images API of OpenAI, which gateways speak, too.</summary>
public abstract class OpenAIShapedEmulator(string name, IPictureSource pictures, TimeProvider time) : EmulatedProvider(name, pictures, time)
{
    private int _number;

    /// <summary>Bodies of orders, as JSON; files of forms are only named.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<(string Path, JsonObject Body)> Requests { get; } = new();

    /// <summary>The models that it has.</summary>
    protected abstract IReadOnlyList<string> Models { get; }

    /// <summary>The fields that requests may have.</summary>
    protected abstract IReadOnlyList<string> Fields { get; }

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", (HttpRequest request) => HasKey(request)
            ? Results.Json(new JsonObject
            {
                ["object"] = "list",
                ["data"] = new JsonArray([.. Models.Select(model => new JsonObject { ["id"] = model, ["object"] = "model", ["created"] = 1776729600, ["owned_by"] = Name })]),
            })
            : Refusal(Fault.BadKey));
        routes.MapPost("/images/generations", async (HttpContext context) =>
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
            return await OrderAsync(context, body, []);
        });
        routes.MapPost("/images/edits", async (HttpContext context) =>
        {
            var (body, files) = await FormAsync(context);
            return await OrderAsync(context, body, files);
        }).DisableAntiforgery();
    }

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.RefusedContent => Error(
            400, "image_generation_user_error", "moderation_blocked", "Your request was rejected by the safety system. If you believe this is an error, contact us. safety_violations=[violence]."),
        Fault.NoFunds => Error(400, "billing_limit_user_error", "billing_hard_limit_reached", "Billing hard limit has been reached."),
        Fault.BadKey => Error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
        Fault.RateLimited => new WithHeader("retry-after", "1", Error(429, "requests", "rate_limit_exceeded", "Rate limit reached for images per minute. Please try again in 1s.")),
        Fault.Unavailable => Error(503, "service_unavailable_error", "server_is_overloaded", "Our servers are currently overloaded. Please try again later."),
        _ => Error(400, "invalid_request_error", "unknown_parameter", "Unknown parameter: 'colour'.", "colour"),
    };

    /// <summary>How a picture stands in the answer.</summary>
    protected virtual async Task<JsonObject> PictureAsync(HttpContext context, EmulatedJob job) =>
        new() { ["b64_json"] = Convert.ToBase64String(await FileAsync(job, context.RequestAborted)) };

    protected static IResult Error(int status, string type, string? code, string message, string? param = null) => Results.Json(
        new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = param, ["code"] = code } }, statusCode: status);

    /// <summary>Another number for each order, so that no two pictures are alike.</summary>
    protected int NextSeed() => Interlocked.Increment(ref _number);

    /// <summary>The fields of a form as JSON, and its files.</summary>
    protected static async Task<(JsonObject Body, IReadOnlyList<(string Field, byte[] Bytes)> Files)> FormAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var body = new JsonObject();
        foreach (var (name, value) in form)
            body[name] = name is "n" or "output_compression" ? int.Parse(value.ToString(), CultureInfo.InvariantCulture) : value.ToString();
        var files = new List<(string, byte[])>();
        foreach (var file in form.Files)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, context.RequestAborted);
            files.Add((file.Name, bytes.ToArray()));
        }

        return (body, files);
    }

    private async Task<IResult> OrderAsync(HttpContext context, JsonObject body, IReadOnlyList<(string Field, byte[] Bytes)> files)
    {
        if (body.FirstOrDefault(field => !Fields.Contains(field.Key, StringComparer.Ordinal)).Key is { } unknown)
            return Error(400, "invalid_request_error", "unknown_parameter", $"Unknown parameter: '{unknown}'.", unknown);
        if (body["prompt"]?.GetValue<string>() is not { Length: > 0 } prompt)
            return Error(400, "invalid_request_error", "missing_required_parameter", "Missing required parameter: 'prompt'.", "prompt");
        var model = body["model"]?.GetValue<string>() ?? Models[0];
        if (!Models.Contains(model, StringComparer.Ordinal))
            return Error(404, "invalid_request_error", "model_not_found", $"The model '{model}' does not exist or you do not have access to it.");
        var size = body["size"]?.GetValue<string>() ?? "1024x1024";
        if (size.Split('x') is not [var width, var height] || !IsSide(width) || !IsSide(height))
            return Error(400, "image_generation_user_error", "invalid_value", $"Invalid size '{size}'. Width and height must both be divisible by 16.", "size");
        if (files.Any(file => file.Field is not ("image" or "image[]")) || files.Count > 16)
            return Error(400, "invalid_request_error", "invalid_value", "Invalid image: up to 16 images are supported.", "image");

        var order = new EmulatedOrder
        {
            Model = model,
            Prompt = prompt,
            AspectRatio = $"{width}:{height}",
            Seed = NextSeed(),
            References = [.. files.Select(file => file.Bytes)],
        };
        if (files.Count > 0)
            body["image"] = new JsonArray([.. files.Select(file => JsonValue.Create($"{file.Bytes.Length} bytes"))]);
        Requests.Enqueue((context.Request.Path.Value![(Name.Length + 1)..], body));
        return await SubmitAsync(context, order, job => AnswerAsync(context, job, size, body["output_format"]?.GetValue<string>() ?? "png", body["quality"]?.GetValue<string>() ?? "medium"));
    }

    private async Task<IResult> AnswerAsync(HttpContext context, EmulatedJob job, string size, string format, string quality)
    {
        switch (job.Fault)
        {
            case Fault.RefusedResult:
                return Error(400, "image_generation_user_error", "moderation_blocked", "Your request was rejected by the safety system. safety_violations=[sexual].");
            case Fault.FailedResult:
                return Error(500, "server_error", null, "The server had an error while processing your request. Sorry about that!");
        }

        var (text, image) = (20 + (job.Order.Prompt.Length / 4), job.Order.References.Count * 258);
        return Results.Json(new JsonObject
        {
            ["created"] = job.At.ToUnixTimeSeconds(),
            ["background"] = "opaque",
            ["output_format"] = format,
            ["quality"] = quality == "auto" ? "medium" : quality,
            ["size"] = size,
            ["data"] = job.Fault == Fault.EmptyResult ? [] : new JsonArray(await PictureAsync(context, job)),
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = text + image,
                ["input_tokens_details"] = new JsonObject { ["text_tokens"] = text, ["image_tokens"] = image },
                ["output_tokens"] = 1760,
                ["total_tokens"] = text + image + 1760,
            },
        });
    }

    private static bool IsSide(string side) => int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels is >= 16 and <= 3840 && pixels % 16 == 0;
}
