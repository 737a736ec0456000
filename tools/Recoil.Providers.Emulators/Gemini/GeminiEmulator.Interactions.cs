using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Gemini;

/// <summary>Clips: interactions in the background, whose files are asked for with the key.</summary>
public sealed partial class GeminiEmulator
{
    // By the second at 720p.
    private const int VideoTokens = 5792;

    private static readonly string[] s_videoModels = ["gemini-omni-1.1-flash", "gemini-omni-1.2-flash"];

    /// <summary>For how many questions about a file it is not yet ready.</summary>
    public int FileQuestionsUntilReady { get; set; }

    protected override bool RefusesAtOnce(EmulatedOrder order) => !order.IsClip;

    private void MapInteractions(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1beta/interactions", (Delegate)OrderAsync);
        routes.MapGet("/v1beta/interactions/{id}", AskInteraction);
        routes.MapPost("/v1beta/interactions/{id}/cancel", Cancel);
        routes.MapGet("/v1beta/files/{file}", AskFileAsync);
    }

    private async Task<IResult> OrderAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var model = body["model"]?.GetValue<string>() ?? "";
        if (!s_videoModels.Contains(model, StringComparer.Ordinal))
            return Error(404, "NOT_FOUND", $"models/{model} is not found for API version v1beta, or is not supported for interactions.");
        var parts = body["input"] switch
        {
            JsonArray list => list.Select(part => part!.AsObject()).ToList(),
            JsonValue text => [new JsonObject { ["type"] = "text", ["text"] = text.GetValue<string>() }],
            _ => [],
        };
        var format = body["response_format"] is JsonArray formats ? formats.FirstOrDefault() : body["response_format"];
        var (ratio, duration) = (Text(format, "aspect_ratio") ?? "16:9", Text(format, "duration") ?? "5s");
        if (Text(format, "type") != "video" || ratio is not ("16:9" or "9:16") || !decimal.TryParse(duration.TrimEnd('s'), out var seconds) || seconds is < 3 or > 15)
            return Error(400, "INVALID_ARGUMENT", $"response_format is not valid for {model}: {format?.ToJsonString()}");
        if (body["safety_settings"] is not null)
            return Error(400, "INVALID_ARGUMENT", "safety_settings is not supported.");
        var prompt = string.Join(" ", parts.Select(part => Text(part, "text")).OfType<string>());
        var sent = parts.Where(part => Text(part, "type") == "image").Select(part => Convert.FromBase64String(Text(part, "data") ?? "")).ToList();
        var first = prompt.Contains("<FIRST_FRAME>", StringComparison.Ordinal) ? sent.FirstOrDefault() : null;
        return await SubmitAsync(context, new EmulatedOrder
        {
            Model = model,
            Prompt = prompt,
            AspectRatio = ratio,
            Seconds = seconds,
            Seed = body["generation_config"]?["seed"]?.GetValue<long>() ?? 0,
            FirstFrame = first,
            References = first is null ? sent : sent[1..],
        }, job => Task.FromResult(Results.Json(Interaction(context.Request, job, "in_progress"))), $"v1_{Guid.NewGuid():N}");
    }

    private IResult AskInteraction(HttpRequest request, string id)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        if (!Bought.TryGetValue(id, out var job) || !job.Order.IsClip)
            return Error(404, "NOT_FOUND", "Requested entity was not found.");
        if (job.IsCancelled)
            return Results.Json(Interaction(request, job, "cancelled"));
        if (!IsUnderWay(job))
            return Results.Json(Interaction(request, job, job.Fault is Fault.RefusedResult or Fault.FailedResult ? "failed" : "completed"));
        return job.Fault == Fault.PollUnavailable ? Refusal(Fault.Unavailable) : Results.Json(Interaction(request, job, "in_progress"));
    }

    private IResult Cancel(HttpRequest request, string id)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        if (!Bought.TryGetValue(id, out var job))
            return Error(404, "NOT_FOUND", "Requested entity was not found.");
        job.IsCancelled = true;
        return Results.Json(Interaction(request, job, "cancelled"));
    }

    private async Task<IResult> AskFileAsync(HttpContext context, string file)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var isDownload = file.EndsWith(":download", StringComparison.Ordinal);
        if (!Bought.TryGetValue(isDownload ? file[..^":download".Length] : file, out var job))
            return Error(404, "NOT_FOUND", "Requested entity was not found.");
        if (isDownload)
            return await DownloadAsync(context, job);
        var isReady = FileQuestionsUntilReady <= 0;
        FileQuestionsUntilReady--;
        return Results.Json(new JsonObject { ["name"] = $"files/{job.Id}", ["mimeType"] = "video/mp4", ["state"] = isReady ? "ACTIVE" : "PROCESSING" });
    }

    private JsonObject Interaction(HttpRequest request, EmulatedJob job, string status)
    {
        var interaction = new JsonObject
        {
            ["id"] = job.Id,
            ["object"] = "interaction",
            ["model"] = job.Order.Model,
            ["status"] = status,
            ["created"] = job.At.ToString("O"),
            ["steps"] = new JsonArray(),
        };
        if (status == "failed")
        {
            var (code, message) = job.Fault == Fault.RefusedResult ? ("content_blocked", "The clip was blocked by safety filters.") : ("internal", "An internal error has occurred.");
            interaction["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message });
        }

        if (status != "completed")
            return interaction;
        var content = job.Fault == Fault.EmptyResult
            ? new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "Here is your clip." })
            : new JsonArray(new JsonObject { ["type"] = "video", ["mime_type"] = "video/mp4", ["uri"] = AddressOf(request, $"/v1beta/files/{job.Id}:download?alt=media") });
        interaction["steps"] = new JsonArray(new JsonObject { ["type"] = "model_output", ["content"] = content });
        var tokens = job.Order.Seconds * VideoTokens;
        interaction["usage"] = new JsonObject
        {
            ["total_input_tokens"] = 40,
            ["input_tokens_by_modality"] = new JsonArray(new JsonObject { ["modality"] = "text", ["tokens"] = 40 }),
            ["total_output_tokens"] = tokens,
            ["output_tokens_by_modality"] = new JsonArray(new JsonObject { ["modality"] = "video", ["tokens"] = tokens }),
            ["total_tokens"] = tokens + 40,
        };
        return interaction;
    }

    private static string? Text(JsonNode? node, string field) => node?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
