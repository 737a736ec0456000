using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Fal;

/// <summary>fal's queue: what is wrong with an input is said by the model, so mostly as the result. Addresses of jobs drop the endpoint's sub-path.</summary>
public sealed partial class FalEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("fal", pictures, time)
{
    private const string Clips = "fal-ai/kling-video/v3/pro/image-to-video";

    private static readonly string[] s_endpoints = ["fal-ai/nano-banana-pro", "fal-ai/nano-banana-pro/edit", Clips];

    private int _number;

    /// <summary>Signs as fal does.</summary>
    public FalSigner Signer { get; } = new();

    /// <summary>The address of each job's webhook, where it was ordered with one.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, Uri> Webhooks { get; } = new(StringComparer.Ordinal);

    protected override bool RefusesAtOnce(EmulatedOrder order) => false;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/jwks.json", () => Results.Json(Signer.PublicKeys));
        routes.MapGet("/files/{id}", async (HttpContext context, string id) => Bought.TryGetValue(id, out var job) ? await DownloadAsync(context, job) : Results.NotFound());
        routes.MapPost("/{**endpoint}", OrderAsync);
        routes.MapMethods("/{**path}", ["GET", "PUT"], Job);
    }

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization == $"Key {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.RefusedContent or Fault.RefusedResult => Invalid("prompt", "content_policy_violation", "The content could not be processed because it contained material flagged by a content checker."),
        Fault.NoFunds => Detail(403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."),
        Fault.BadKey => Detail(401, "No user found for Key ID and Secret"),
        Fault.RateLimited => new WithHeader("retry-after", "1", Detail(429, "Too many requests")),
        Fault.Unavailable => Detail(503, "Service unavailable"),
        _ => Invalid("prompt", "missing", "Field required"),
    };

    private async Task<IResult> OrderAsync(HttpContext context, string endpoint)
    {
        if (!s_endpoints.Contains(endpoint, StringComparer.Ordinal))
            return HasKey(context.Request) ? Detail(404, $"Application \"{endpoint}\" not found") : Refusal(Fault.BadKey);
        var input = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (Mistake(endpoint, input) is { } mistake)
            return mistake;
        var order = new EmulatedOrder
        {
            Model = endpoint.Replace("/edit", "", StringComparison.Ordinal),
            Prompt = input["prompt"]!.GetValue<string>(),
            AspectRatio = input["aspect_ratio"]?.GetValue<string>() ?? "16:9",
            Seconds = endpoint == Clips ? decimal.Parse(input["duration"]?.GetValue<string>() ?? "5", CultureInfo.InvariantCulture) : null,
            Seed = input["seed"]?.GetValue<long>() ?? Interlocked.Increment(ref _number),
            References = [.. (input["image_urls"]?.AsArray() ?? []).Select(address => PictureInput.Of(address!.GetValue<string>())!)],
            FirstFrame = PictureInput.Of(input["start_image_url"]?.GetValue<string>()),
            LastFrame = PictureInput.Of(input["end_image_url"]?.GetValue<string>()),
        };
        var id = Guid.NewGuid().ToString();
        if (context.Request.Query["fal_webhook"] is [{ } webhook])
            Webhooks[id] = new Uri(webhook);
        return await SubmitAsync(context, order, job => Task.FromResult(Queued(context.Request, job, "IN_QUEUE")), id);
    }

    private static IResult? Mistake(string endpoint, JsonObject input)
    {
        if (input["prompt"] is null)
            return Invalid("prompt", "missing", "Field required");
        if (endpoint == Clips && input["start_image_url"] is null)
            return Invalid("start_image_url", "missing", "Field required");
        if (endpoint == Clips && input["duration"] is JsonValue duration && duration.GetValueKind() != System.Text.Json.JsonValueKind.String)
            return Invalid("duration", "string_type", "Input should be a valid string");
        if (endpoint.EndsWith("/edit", StringComparison.Ordinal) && input["image_urls"] is null)
            return Invalid("image_urls", "missing", "Field required");
        return (input["image_urls"]?.AsArray() ?? []).Concat([input["start_image_url"], input["end_image_url"]]).Any(address => address is not null && PictureInput.Of(address.GetValue<string>()) is null)
            ? Invalid("image_urls", "file_download_error", "Failed to download the file.")
            : null;
    }

    private IResult Job(HttpContext context, string path)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var match = JobPath().Match(path);
        if (!match.Success || !Bought.TryGetValue(match.Groups["id"].Value, out var job) || !job.Order.Model.StartsWith(match.Groups["app"].Value, StringComparison.Ordinal))
            return Detail(404, "Request not found");
        return (context.Request.Method, match.Groups["what"].Value) switch
        {
            ("GET", "/status") => Status(context.Request, job),
            ("GET", "") => Result(context.Request, job),
            ("PUT", "/cancel") => Cancel(job),
            _ => Detail(405, "Method Not Allowed"),
        };
    }

    private IResult Status(HttpRequest request, EmulatedJob job)
    {
        var number = job.Poll();
        if (number == 1 && job.Fault == Fault.PollUnavailable)
            return Detail(503, "Service unavailable");
        if (number <= PollsUntilDone)
            return Queued(request, job, "IN_PROGRESS", StatusCodes.Status202Accepted);
        return job.Fault == Fault.FailedResult || job.IsCancelled
            ? Queued(request, job, "COMPLETED", StatusCodes.Status200OK, job.IsCancelled ? "client_cancelled" : "runner_server_error")
            : Queued(request, job, "COMPLETED");
    }

    private IResult Queued(HttpRequest request, EmulatedJob job, string status, int code = 200, string? error = null)
    {
        var address = AddressOf(request, $"/{AppOf(job)}/requests/{job.Id}");
        var body = new JsonObject
        {
            ["status"] = status,
            ["request_id"] = job.Id,
            ["response_url"] = address,
            ["status_url"] = address + "/status",
            ["cancel_url"] = address + "/cancel",
        };
        if (status == "IN_QUEUE")
            body["queue_position"] = 0;
        if (status == "COMPLETED")
            body["metrics"] = new JsonObject { ["inference_time"] = 3.7 };
        if (error is not null)
            (body["error"], body["error_type"]) = ("The job did not end well.", error);
        return new WithHeader("x-fal-request-id", job.Id, Results.Json(body, statusCode: code));
    }

    private IResult Result(HttpRequest request, EmulatedJob job)
    {
        if (job.IsCancelled)
            return Typed(499, "client_cancelled", "The request was cancelled.");
        // Asking too early is a mistake of its own.
        if (job.Poll() <= PollsUntilDone)
            return Detail(400, "Request is still in progress");
        switch (job.Fault)
        {
            case Fault.RefusedResult:
                return Refusal(Fault.RefusedResult);
            case Fault.FailedResult:
                return Typed(503, "runner_server_error", "The runner failed.");
        }

        var file = new JsonObject
        {
            ["url"] = ForeignAddressOf(request, $"/{Name}/files/{job.Id}"),
            ["content_type"] = job.Order.IsClip ? "video/mp4" : "image/png",
            ["file_name"] = job.Order.IsClip ? "output.mp4" : "output.png",
        };
        var body = job.Order.IsClip
            ? new JsonObject { ["video"] = job.Fault == Fault.EmptyResult ? null : file }
            : new JsonObject { ["images"] = job.Fault == Fault.EmptyResult ? [] : new JsonArray(file), ["description"] = "" };
        var units = job.Order.Seconds ?? 1;
        return new WithHeader("x-fal-billable-units", units.ToString(CultureInfo.InvariantCulture), Results.Json(body));
    }

    private IResult Cancel(EmulatedJob job)
    {
        if (job.IsCancelled || job.Poll() > PollsUntilDone + 1)
            return Results.Json(new JsonObject { ["status"] = "ALREADY_COMPLETED" }, statusCode: 400);
        job.IsCancelled = true;
        return Results.Json(new JsonObject { ["status"] = "CANCELLATION_REQUESTED" }, statusCode: 202);
    }

    private static string AppOf(EmulatedJob job) => string.Join('/', job.Order.Model.Split('/').Take(2));

    private static IResult Detail(int status, string detail) => Results.Json(new JsonObject { ["detail"] = detail }, statusCode: status);

    private static IResult Typed(int status, string type, string detail) =>
        new WithHeader("x-fal-error-type", type, Results.Json(new JsonObject { ["detail"] = detail, ["error_type"] = type }, statusCode: status));

    private static IResult Invalid(string field, string type, string message) => Results.Json(
        new JsonObject { ["detail"] = new JsonArray(new JsonObject { ["loc"] = new JsonArray("body", field), ["msg"] = message, ["type"] = type, ["url"] = $"https://docs.fal.ai/errors#{type}" }) },
        statusCode: 422);

    [GeneratedRegex("""^(?<app>[^/]+/[^/]+)/requests/(?<id>[0-9a-f-]{36})(?<what>/status|/cancel|)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JobPath();
}
