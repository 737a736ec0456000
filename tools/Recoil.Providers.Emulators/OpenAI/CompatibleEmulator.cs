using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.OpenAI;

/// <summary>A gateway that speaks as OpenAI did: pictures as addresses unless it is told otherwise, and the Videos API.</summary>
public sealed class CompatibleEmulator(IPictureSource pictures, TimeProvider time) : OpenAIShapedEmulator("openai-compatible", pictures, time)
{
    protected override IReadOnlyList<string> Models { get; } = ["picture-1", "clip-1"];

    protected override IReadOnlyList<string> Fields { get; } =
        ["model", "prompt", "n", "size", "quality", "background", "moderation", "output_format", "output_compression", "input_fidelity", "user", "response_format"];

    public override void Map(IEndpointRouteBuilder routes)
    {
        base.Map(routes);
        routes.MapGet("/files/{id}", async (HttpContext context, string id) => Bought.TryGetValue(id, out var job) ? await DownloadAsync(context, job) : Results.NotFound());
        routes.MapPost("/videos", async (HttpContext context) =>
        {
            if (!context.Request.HasFormContentType)
            {
                var sent = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
                return await ClipAsync(context, sent, PictureInput.Of(sent["input_reference"]?["image_url"]?.GetValue<string>()));
            }

            var (body, files) = await FormAsync(context);
            return await ClipAsync(context, body, files.FirstOrDefault(file => file.Field == "input_reference").Bytes);
        }).DisableAntiforgery();
        routes.MapGet("/videos", (HttpContext context) => HasKey(context.Request)
            ? Results.Json(new JsonObject
            {
                ["object"] = "list",
                ["data"] = new JsonArray([.. Bought.Values.Where(job => job.Order.IsClip).OrderByDescending(job => job.At).Select(job => Video(job, "queued"))]),
                ["has_more"] = false,
            })
            : Refusal(Fault.BadKey));
        routes.MapGet("/videos/{id}", (HttpContext context, string id) => Of(context, id, Poll));
        routes.MapGet("/videos/{id}/content", (HttpContext context, string id) => Of(context, id, job =>
            job.Fault == Fault.EmptyResult ? Results.Bytes([], "video/mp4") : Results.Redirect(ForeignAddressOf(context.Request, $"/{Name}/files/{job.Id}"))));
        routes.MapDelete("/videos/{id}", (HttpContext context, string id) => Of(context, id, job =>
        {
            job.IsCancelled = true;
            return Results.Json(new JsonObject { ["id"] = job.Id, ["object"] = "video.deleted", ["deleted"] = true });
        }));
    }

    protected override async Task<JsonObject> PictureAsync(HttpContext context, EmulatedJob job) =>
        Requests.Last(request => request.Body["prompt"]!.GetValue<string>() == job.Order.Prompt).Body["response_format"]?.GetValue<string>() == "b64_json"
            ? await base.PictureAsync(context, job)
            : new JsonObject { ["url"] = ForeignAddressOf(context.Request, $"/{Name}/files/{job.Id}") };

    private async Task<IResult> ClipAsync(HttpContext context, JsonObject body, byte[]? first)
    {
        var length = body["seconds"] ?? body["duration"];
        if (body["prompt"]?.GetValue<string>() is not { Length: > 0 } prompt || !decimal.TryParse(length?.ToString() ?? "4", CultureInfo.InvariantCulture, out var seconds))
            return Refusal(Fault.InvalidRequest);
        var order = new EmulatedOrder
        {
            Model = body["model"]?.GetValue<string>() ?? "clip-1",
            Prompt = prompt,
            AspectRatio = (body["size"]?.GetValue<string>() ?? "1280x720").Replace('x', ':'),
            Seconds = seconds,
            Seed = NextSeed(),
            FirstFrame = first,
        };
        Requests.Enqueue(("/videos", body));
        return await SubmitAsync(context, order, job => Task.FromResult(Results.Json(Video(job, "queued"))));
    }

    private IResult Of(HttpContext context, string id, Func<EmulatedJob, IResult> answer)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        return Bought.TryGetValue(id, out var job) && !job.IsCancelled ? answer(job) : Error(404, "invalid_request_error", "not_found", $"Video with id '{id}' not found.");
    }

    private IResult Poll(EmulatedJob job)
    {
        var number = job.Poll();
        if (number == 1 && job.Fault == Fault.PollUnavailable)
            return Refusal(Fault.Unavailable);
        return Results.Json(Video(job, number <= PollsUntilDone ? "in_progress" : job.Fault is Fault.RefusedResult or Fault.FailedResult ? "failed" : "completed"));
    }

    private static JsonObject Video(EmulatedJob job, string status) => new()
    {
        ["id"] = job.Id,
        ["object"] = "video",
        ["model"] = job.Order.Model,
        ["prompt"] = job.Order.Prompt,
        ["status"] = status,
        ["progress"] = status == "completed" ? 100 : 0,
        ["seconds"] = job.Order.Seconds!.Value.ToString(CultureInfo.InvariantCulture),
        ["size"] = job.Order.AspectRatio.Replace(':', 'x'),
        ["created_at"] = job.At.ToUnixTimeSeconds(),
        ["completed_at"] = null,
        ["expires_at"] = null,
        ["remixed_from_video_id"] = null,
        ["error"] = (status, job.Fault) switch
        {
            ("failed", Fault.RefusedResult) => new JsonObject { ["code"] = "moderation_blocked", ["message"] = "Your request was blocked by our moderation system." },
            ("failed", _) => new JsonObject { ["code"] = "video_generation_failed", ["message"] = "The clip could not be made." },
            _ => null,
        },
    };
}
