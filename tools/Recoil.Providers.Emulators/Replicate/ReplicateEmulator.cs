using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Replicate;

/// <summary>Replicate's predictions of official models and of versions. Whatever goes wrong with one is a text in it.</summary>
public sealed class ReplicateEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("replicate", pictures, time)
{
    private const string Picture = "google/nano-banana-pro";
    private const string Clip = "bytedance/seedance-1-pro";
    private const int PageSize = 2;

    private readonly ConcurrentDictionary<string, JsonObject> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>What it signs webhooks with.</summary>
    public const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>Whether results have been removed, as an hour after they were made.</summary>
    public bool HasRemovedData { get; set; }

    /// <summary>What predictions were asked for, by their ids.</summary>
    public IReadOnlyDictionary<string, JsonObject> Asked => _asked;

    /// <summary>How many files were uploaded.</summary>
    public int Uploads => _files.Count;

    protected override bool RefusesAtOnce(EmulatedOrder order) => false;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{owner}/{name}/predictions", async (HttpContext context, string owner, string name) => await OrderAsync(context, $"{owner}/{name}", await BodyAsync(context)));
        routes.MapPost("/predictions", async (HttpContext context) =>
        {
            var body = await BodyAsync(context);
            // A version stands for its model: the emulator's is the model's own name.
            return await OrderAsync(context, body["version"]?.GetValue<string>() is "clip" ? Clip : Picture, body);
        });
        routes.MapGet("/predictions", (HttpContext context, int? cursor) => Allowed(context, () => List(context.Request, cursor ?? 0)));
        routes.MapGet("/predictions/{id}", (HttpContext context, string id) => Allowed(context, () => Bought.TryGetValue(id, out var job) ? Poll(context.Request, job) : NotFound()));
        routes.MapPost("/predictions/{id}/cancel", (HttpContext context, string id) => Allowed(context, () => Bought.TryGetValue(id, out var job) ? Cancel(context.Request, job) : NotFound()));
        routes.MapGet("/account", (HttpContext context) => Allowed(context, () => Results.Json(new JsonObject { ["type"] = "organization", ["username"] = "emulated-film", ["name"] = "Emulated Film" })));
        routes.MapGet("/webhooks/default/secret", (HttpContext context) => Allowed(context, () => Results.Json(new JsonObject { ["key"] = WebhookSecret })));
        routes.MapPost("/files", (Delegate)UploadAsync).DisableAntiforgery();
        routes.MapGet("/delivery/{id}/{file}", async (HttpContext context, string id) => Bought.TryGetValue(id, out var job) ? await DownloadAsync(context, job) : Results.NotFound());
    }

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.NoFunds => Error(402, "Insufficient credit", "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase credit."),
        Fault.BadKey => Error(401, "Unauthenticated", "You did not pass a valid authentication token"),
        Fault.RateLimited => new WithHeader("retry-after", "1", Error(429, "Too many requests", "Request was throttled. Your rate limit resets in ~1s.")),
        Fault.Unavailable => Error(503, "Service unavailable", "The service is temporarily unavailable."),
        _ => Error(422, "Input validation failed", "- input: prompt is required\n"),
    };

    private static async Task<JsonObject> BodyAsync(HttpContext context) => (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();

    private async Task<IResult> OrderAsync(HttpContext context, string model, JsonObject body)
    {
        if (model is not (Picture or Clip))
            return HasKey(context.Request) ? Error(404, "Not found", "The requested resource could not be found.") : Refusal(Fault.BadKey);
        if (body["input"]?.AsObject() is not { } input || input["prompt"] is null || (model == Clip && input["duration"]?.GetValueKind() is not (null or JsonValueKind.Number)))
            return Refusal(Fault.InvalidRequest);
        var order = new EmulatedOrder
        {
            Model = model,
            Prompt = input["prompt"]!.GetValue<string>(),
            AspectRatio = input["aspect_ratio"]?.GetValue<string>() ?? "16:9",
            Seconds = model == Clip ? input["duration"]?.GetValue<decimal>() ?? 5 : null,
            Seed = input["seed"]?.GetValue<long>() ?? Interlocked.Increment(ref _number),
            References = [.. (input["image_input"]?.AsArray() ?? []).Select(Bytes)],
            FirstFrame = input["image"] is { } first ? Bytes(first) : null,
            LastFrame = input["last_frame_image"] is { } last ? Bytes(last) : null,
        };
        var id = Guid.NewGuid().ToString("N")[..26];
        _asked[id] = body;
        return await SubmitAsync(context, order, job => Task.FromResult(Results.Json(Prediction(context.Request, job, "starting"), statusCode: StatusCodes.Status201Created)), id);
    }

    private byte[] Bytes(JsonNode? address)
    {
        var text = address!.GetValue<string>();
        return PictureInput.Of(text) ?? _files[text.Split('/')[^1]];
    }

    private IResult Poll(HttpRequest request, EmulatedJob job)
    {
        var number = job.Poll();
        if (number == 1 && job.Fault == Fault.PollUnavailable)
            return Refusal(Fault.Unavailable);
        return Results.Json(Prediction(request, job, number <= PollsUntilDone ? "processing" : End(job)));
    }

    private IResult Cancel(HttpRequest request, EmulatedJob job)
    {
        // One that had not begun is aborted and costs nothing.
        if (job.Poll() <= PollsUntilDone)
            job.IsCancelled = true;
        return Results.Json(Prediction(request, job, End(job)));
    }

    private static string End(EmulatedJob job) => job switch
    {
        { IsCancelled: true } => "aborted",
        { Fault: Fault.RefusedResult or Fault.FailedResult } => "failed",
        _ => "succeeded",
    };

    private JsonObject Prediction(HttpRequest request, EmulatedJob job, string status)
    {
        if (job.IsCancelled)
            status = End(job);
        var asked = _asked[job.Id];
        var prediction = new JsonObject
        {
            ["id"] = job.Id,
            ["model"] = job.Order.Model,
            ["version"] = "hidden",
            ["input"] = asked["input"]!.DeepClone(),
            ["output"] = null,
            ["error"] = null,
            ["logs"] = "",
            ["source"] = "api",
            ["status"] = status,
            ["data_removed"] = HasRemovedData,
            ["created_at"] = job.At.ToString("O", CultureInfo.InvariantCulture),
            ["urls"] = new JsonObject { ["get"] = AddressOf(request, $"/predictions/{job.Id}"), ["cancel"] = AddressOf(request, $"/predictions/{job.Id}/cancel") },
        };
        if (asked["webhook"] is { } webhook)
            (prediction["webhook"], prediction["webhook_events_filter"]) = (webhook.DeepClone(), asked["webhook_events_filter"]?.DeepClone());
        if (status is "succeeded" or "failed")
            prediction["metrics"] = new JsonObject { ["predict_time"] = 8.5, ["total_time"] = 9.1 };
        if (status == "failed")
        {
            prediction["error"] = job.Fault == Fault.RefusedResult
                ? "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"
                : "Prediction failed.";
        }

        if (status == "succeeded" && !HasRemovedData)
        {
            var file = ForeignAddressOf(request, $"/{Name}/delivery/{job.Id}/{(job.Order.IsClip ? "out.mp4" : "out.png")}");
            prediction["output"] = job.Fault == Fault.EmptyResult ? new JsonArray() : file;
        }

        return prediction;
    }

    private IResult List(HttpRequest request, int cursor)
    {
        var all = Bought.Values.OrderByDescending(job => job.At).ToList();
        return Results.Json(new JsonObject
        {
            ["previous"] = null,
            ["next"] = cursor + PageSize < all.Count ? AddressOf(request, $"/predictions?cursor={cursor + PageSize}") : null,
            ["results"] = new JsonArray([.. all.Skip(cursor).Take(PageSize).Select(job => Prediction(request, job, "processing"))]),
        });
    }

    private async Task<IResult> UploadAsync(HttpContext context)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.Files["content"] is not { } content)
            return Error(400, "Bad request", "The field content is missing.");
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, context.RequestAborted);
        var id = Guid.NewGuid().ToString("N");
        _files[id] = bytes.ToArray();
        return Results.Json(
            new JsonObject { ["id"] = id, ["name"] = content.FileName, ["content_type"] = content.ContentType, ["size"] = bytes.Length, ["urls"] = new JsonObject { ["get"] = AddressOf(context.Request, $"/files/{id}") } },
            statusCode: StatusCodes.Status201Created);
    }

    private IResult Allowed(HttpContext context, Func<IResult> answer) => HasKey(context.Request) ? answer() : Refusal(Fault.BadKey);

    private static IResult NotFound() => Error(404, "Not found", "The requested resource could not be found.");

    private static IResult Error(int status, string title, string detail) =>
        Results.Json(new JsonObject { ["title"] = title, ["detail"] = detail, ["status"] = status }, statusCode: status);
}
