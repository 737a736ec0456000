using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Luma;

/// <summary>Luma's Agents API: generations, and content that is refused only in them.</summary>
public sealed class LumaEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("luma", pictures, time)
{
    private static readonly string[] s_imageRatios = ["3:1", "2:1", "21:9", "16:9", "3:2", "4:3", "1:1", "3:4", "2:3", "9:16", "1:2", "1:3"];
    private static readonly string[] s_videoRatios = ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"];
    private static readonly string[] s_images = ["uni-1", "uni-1-max"];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/generations", (Delegate)OrderAsync);
        routes.MapGet("/generations/{id}", Ask);
        routes.MapGet("/results/{id}", (HttpContext context, string id) => Bought.TryGetValue(id, out var job) ? DownloadAsync(context, job) : Task.FromResult(Results.NotFound()));
    }

    protected override bool RefusesAtOnce(EmulatedOrder order) => false;

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.NoFunds => Error(402, "Insufficient credits"),
        Fault.BadKey => Error(401, "Invalid API key"),
        Fault.RateLimited => Error(429, "Rate limit exceeded"),
        Fault.Unavailable => Error(503, "Service temporarily unavailable"),
        _ => Error(400, "Invalid request"),
    };

    private async Task<IResult> OrderAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Request-Id"] is [{ } requestId])
            context.Response.Headers["X-Request-Id"] = requestId;
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var (type, model, prompt, ratio) = (Text(body, "type") ?? "image", Text(body, "model") ?? "uni-1", Text(body, "prompt"), Text(body, "aspect_ratio") ?? "16:9");
        var video = body["video"] as JsonObject;
        if (prompt is null or { Length: 0 or > 6000 } || type is not ("image" or "video") || s_images.Contains(model, StringComparer.Ordinal) != (type == "image"))
            return Error(422, "prompt, type or model is not valid");
        if (!(type == "image" ? s_imageRatios : s_videoRatios).Contains(ratio, StringComparer.Ordinal))
            return Error(422, $"aspect_ratio {ratio} is not supported by {model}");
        var seconds = Text(video, "duration") ?? "5s";
        if (type == "video" && (seconds is not ("5s" or "10s") || Text(video, "resolution") is not ("540p" or "720p" or "1080p")
            || (seconds == "10s" && (video?["start_frame"] ?? video?["end_frame"]) is not null)))
            return Error(422, "video: duration, resolution or frames are not valid");
        JsonNode?[] references = [.. body["image_ref"]?.AsArray() ?? []];
        if (references.Length > 9 || references.Append(video?["start_frame"]).Append(video?["end_frame"]).OfType<JsonObject>().Any(picture => Text(picture, "data") is null || Text(picture, "media_type") is null))
            return Error(422, "image_ref: nine at most, each with data and media_type");

        return await SubmitAsync(context, new EmulatedOrder
        {
            Model = model,
            Prompt = prompt,
            AspectRatio = ratio,
            Seconds = type == "video" ? seconds == "10s" ? 10 : 5 : null,
            FirstFrame = Bytes(video?["start_frame"]),
            LastFrame = Bytes(video?["end_frame"]),
            References = [.. references.Select(Bytes).OfType<byte[]>()],
        }, job => Task.FromResult(Results.Json(Generation(context.Request, job, "queued"), statusCode: StatusCodes.Status201Created)), Guid.NewGuid().ToString("D"));
    }

    private IResult Ask(HttpRequest request, string id)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        if (!Bought.TryGetValue(id, out var job))
            return Error(404, "Generation not found");
        if (!IsUnderWay(job))
            return Results.Json(Generation(request, job, job.Fault is Fault.RefusedResult or Fault.FailedResult ? "failed" : "completed"));
        return job.Fault == Fault.PollUnavailable ? Refusal(Fault.Unavailable) : Results.Json(Generation(request, job, "processing"));
    }

    private static JsonObject Generation(HttpRequest request, EmulatedJob job, string state)
    {
        var generation = new JsonObject
        {
            ["id"] = job.Id,
            ["type"] = job.Order.IsClip ? "video" : "image",
            ["model"] = job.Order.Model,
            ["state"] = state,
            ["created_at"] = job.At.ToString("O"),
            ["output"] = new JsonArray(),
        };
        if (state == "failed")
            (generation["failure_code"], generation["failure_reason"]) = job.Fault == Fault.RefusedResult
                ? ("content_moderated", "The request was moderated.")
                : ("generation_failed", "The generation failed.");
        if (state == "completed" && job.Fault != Fault.EmptyResult)
            generation["output"] = new JsonArray(new JsonObject { ["type"] = job.Order.IsClip ? "video" : "image", ["url"] = ForeignAddressOf(request, $"/luma/results/{job.Id}?signature={Guid.NewGuid():N}") });
        return generation;
    }

    private static byte[]? Bytes(JsonNode? picture) => Text(picture, "data") is { } data ? Convert.FromBase64String(data) : null;

    private static string? Text(JsonNode? node, string field) => node?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IResult Error(int status, string detail) => Results.Json(new JsonObject { ["detail"] = detail }, statusCode: status);
}
