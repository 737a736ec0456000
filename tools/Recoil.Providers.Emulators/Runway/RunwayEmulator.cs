using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Runway;

/// <summary>Runway: tasks with a cost in credits, uploads to another host, content that is refused only in the task.</summary>
public sealed class RunwayEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("runway", pictures, time)
{
    private const string Version = "2024-11-06";

    private static readonly string[] s_pixels =
    [
        "1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672", "1920:1080", "1080:1920", "1440:1080", "1080:1440", "1080:1080", "2112:912", "1024:1024",
    ];

    private readonly ConcurrentDictionary<string, byte[]> _uploads = new(StringComparer.Ordinal);

    /// <summary>How many files were uploaded.</summary>
    public int Uploads => _uploads.Count;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/image_to_video", (Delegate)((HttpContext context) => OrderAsync(context, isClip: true, needsPicture: true)));
        routes.MapPost("/v1/text_to_video", (Delegate)((HttpContext context) => OrderAsync(context, isClip: true, needsPicture: false)));
        routes.MapPost("/v1/text_to_image", (Delegate)((HttpContext context) => OrderAsync(context, isClip: false, needsPicture: false)));
        routes.MapGet("/v1/tasks/{id}", Ask);
        routes.MapDelete("/v1/tasks/{id}", Delete);
        routes.MapGet("/v1/organization", (HttpRequest request) => HasKey(request)
            ? Results.Json(new JsonObject
            {
                ["creditBalance"] = 12_345,
                ["tier"] = new JsonObject { ["maxMonthlyCreditSpend"] = 10_000, ["models"] = new JsonObject() },
                ["usage"] = new JsonObject { ["models"] = new JsonObject() },
            })
            : Refusal(Fault.BadKey));
        routes.MapPost("/v1/uploads", (HttpRequest request) =>
        {
            if (!HasKey(request))
                return Refusal(Fault.BadKey);
            var id = Guid.NewGuid().ToString("N");
            return Results.Json(new JsonObject
            {
                ["uploadUrl"] = ForeignAddressOf(request, $"/runway/storage/{id}"),
                ["fields"] = new JsonObject { ["key"] = $"ephemeral/{id}", ["policy"] = "signed" },
                ["runwayUri"] = $"runway://{id}",
            });
        });
        routes.MapPost("/storage/{id}", (Func<HttpContext, string, Task<IResult>>)StoreAsync);
        routes.MapGet("/results/{id}", (HttpContext context, string id) => Bought.TryGetValue(id, out var job) ? DownloadAsync(context, job) : Task.FromResult(Results.NotFound()));
    }

    protected override bool RefusesAtOnce(EmulatedOrder order) => false;

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Bearer {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.NoFunds => Error(400, "You do not have enough credits to run this task.", "https://docs.dev.runwayml.com/usage/billing/"),
        Fault.BadKey => Error(401, "Incorrect API key provided."),
        Fault.RateLimited => Error(429, "You have exceeded the daily limit of this model."),
        Fault.Unavailable => Error(503, "The service is temporarily unavailable."),
        _ => Error(400, "Validation of body failed", issue: "Invalid literal value"),
    };

    private async Task<IResult> OrderAsync(HttpContext context, bool isClip, bool needsPicture)
    {
        if (context.Request.Headers["X-Runway-Version"] != Version)
            return Error(400, "The X-Runway-Version header is missing or is not a known version.");
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var (prompt, ratio) = (Text(body, "promptText"), Text(body, "ratio"));
        if (ratio is null || !s_pixels.Contains(ratio, StringComparer.Ordinal))
            return Error(400, "Validation of body failed", issue: $"ratio: {ratio}");
        if (prompt is null or { Length: 0 or > 1000 })
            return Error(400, "Validation of body failed", issue: "promptText: 1 to 1000 characters");
        if (isClip && (body["duration"] is not JsonValue value || !value.TryGetValue<int>(out var parsed) || parsed is < 2 or > 10))
            return Error(400, "Validation of body failed", issue: "duration: 2 to 10");
        var frames = body["promptImage"] switch
        {
            JsonArray list => list.ToDictionary(entry => Text(entry, "position")!, entry => Bytes(Text(entry, "uri")), StringComparer.Ordinal),
            JsonValue single => new Dictionary<string, byte[]?>(StringComparer.Ordinal) { ["first"] = Bytes(single.GetValue<string>()) },
            _ => [],
        };
        var references = (body["referenceImages"]?.AsArray() ?? []).Select(entry => Bytes(Text(entry, "uri"))).ToList();
        if ((needsPicture && frames.Count == 0) || frames.Values.Concat(references).Any(bytes => bytes is null) || references.Count > 3)
            return Error(400, "Validation of body failed", issue: "promptImage or referenceImages: no picture of ours");
        if (frames.ContainsKey("last") && Text(body, "model") is "gen4_turbo" or "gen4.5")
            return Error(400, "Validation of body failed", issue: "promptImage.position: only first");

        var order = new EmulatedOrder
        {
            Model = Text(body, "model") ?? "",
            Prompt = prompt,
            AspectRatio = ratio,
            Seconds = isClip ? body["duration"]!.GetValue<int>() : null,
            Seed = body["seed"]?.GetValue<long>() ?? 0,
            FirstFrame = frames.GetValueOrDefault("first"),
            LastFrame = frames.GetValueOrDefault("last"),
            References = [.. references.OfType<byte[]>()],
        };
        return await SubmitAsync(context, order, job => Task.FromResult(Results.Json(new JsonObject { ["id"] = job.Id, ["estimatedCost"] = Credits(job) })), Guid.NewGuid().ToString("D"));
    }

    private IResult Ask(HttpRequest request, string id)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        if (!Bought.TryGetValue(id, out var job))
            return Error(404, "The task was not found.");
        var task = new JsonObject { ["id"] = job.Id, ["createdAt"] = job.At.ToString("O") };
        if (!job.IsCancelled && IsUnderWay(job))
        {
            if (job.Fault == Fault.PollUnavailable)
                return Refusal(Fault.Unavailable);
            (task["status"], task["progress"], task["estimatedCost"]) = ("RUNNING", 0.5, Credits(job));
            return Results.Json(task);
        }

        // What is refused, cancelled or failed is paid back.
        (task["status"], task["cost"]) = ("SUCCEEDED", Credits(job));
        if (job.IsCancelled)
            (task["status"], task["cost"]) = ("CANCELLED", new JsonObject { ["credits"] = 0 });
        else if (job.Fault is Fault.RefusedResult or Fault.FailedResult)
        {
            (task["status"], task["cost"]) = ("FAILED", new JsonObject { ["credits"] = 0 });
            (task["failure"], task["failureCode"]) = job.Fault == Fault.RefusedResult ? ("The prompt was not accepted.", "SAFETY.INPUT.TEXT") : ("An unexpected error occurred.", "INTERNAL");
        }
        else
            task["output"] = job.Fault == Fault.EmptyResult ? new JsonArray() : new JsonArray(ForeignAddressOf(request, $"/runway/results/{job.Id}?_jwt={Guid.NewGuid():N}"));
        return Results.Json(task);
    }

    private IResult Delete(HttpRequest request, string id)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        if (!Bought.TryGetValue(id, out var job))
            return Error(404, "The task was not found.");
        job.IsCancelled = true;
        return Results.NoContent();
    }

    private async Task<IResult> StoreAsync(HttpContext context, string id)
    {
        WatchForKey(context.Request);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["key"] != $"ephemeral/{id}" || form.Files["file"] is not { } file)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        _uploads[$"runway://{id}"] = bytes.ToArray();
        return Results.NoContent();
    }

    /// <summary>A data: address of at most five million characters, or an upload.</summary>
    private byte[]? Bytes(string? address) => address is not null && address.StartsWith("data:image/", StringComparison.Ordinal) && address.Length <= 5_000_000
        ? Convert.FromBase64String(address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..])
        : address is null ? null : _uploads.GetValueOrDefault(address);

    private static JsonObject Credits(EmulatedJob job) => new() { ["credits"] = job.Order.Seconds is { } seconds ? seconds * 5 : 8 };

    private static string? Text(JsonNode? node, string field) => node?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IResult Error(int status, string message, string? docUrl = null, string? issue = null)
    {
        var body = new JsonObject { ["error"] = message };
        if (docUrl is not null)
            body["docUrl"] = docUrl;
        if (issue is not null)
            body["issues"] = new JsonArray(new JsonObject { ["message"] = issue, ["path"] = new JsonArray() });
        return Results.Json(body, statusCode: status);
    }
}
