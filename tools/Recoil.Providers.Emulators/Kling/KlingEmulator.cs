using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Kling;

/// <summary>Both APIs of Kling over the same tasks: v1 with the kind of work in the path, 2.0 with the model.</summary>
public sealed class KlingEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("kling", pictures, time)
{
    /// <summary>The access key of the pair whose secret is <see cref="EmulatedProvider.Key"/>.</summary>
    public const string AccessKey = "emulator-access";

    private static readonly string[] s_clips = ["text2video", "image2video", "omni-video"];
    private static readonly string[] s_images = ["generations", "omni-image"];
    private static readonly string[] s_ratios = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"];

    /// <summary>How many tokens were accepted that a pair had signed.</summary>
    public int SignedRequests { get; private set; }

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/{media}/{kind}", OrderV1Async);
        routes.MapGet("/v1/{media}/{kind}", ListV1);
        routes.MapGet("/v1/{media}/{kind}/{id}", AskV1);
        routes.MapPost("/text-to-video/{model}", (HttpContext context, string model) => Order2Async(context, "text-to-video", model));
        routes.MapPost("/image-to-video/{model}", (HttpContext context, string model) => Order2Async(context, "image-to-video", model));
        routes.MapGet("/tasks", Ask2);
        routes.MapGet("/results/{id}", (HttpContext context, string id) => Bought.TryGetValue(id, out var job) ? DownloadAsync(context, job) : Task.FromResult(Results.NotFound()));
    }

    protected override bool HasKey(HttpRequest request)
    {
        var bearer = request.Headers.Authorization.ToString();
        if (bearer == $"Bearer {Key}")
            return true;
        if (!bearer.StartsWith("Bearer ", StringComparison.Ordinal) || !KlingToken.IsValid(bearer["Bearer ".Length..], AccessKey, Key, Time.GetUtcNow()))
            return false;
        SignedRequests++;
        return true;
    }

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.RefusedContent => Error(400, 1301, "Trigger strategy: prompt contains content that violates the platform rules"),
        Fault.NoFunds => Error(429, 1102, "Account balance not enough"),
        Fault.BadKey => Error(401, 1002, "Authorization is invalid"),
        Fault.RateLimited => Error(429, 1303, "parallel task over resource pack limit"),
        Fault.Unavailable => Error(503, 5001, "Server temporarily unavailable, usually under maintenance"),
        _ => Error(400, 1201, "Invalid request parameters"),
    };

    private async Task<IResult> OrderV1Async(HttpContext context, string media, string kind)
    {
        var isClip = media == "videos";
        if (!(isClip ? s_clips : s_images).Contains(kind, StringComparer.Ordinal))
            return Error(404, 1202, "The requested method is invalid");
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var list = body["image_list"]?.AsArray() ?? [];
        string?[] sent =
        [
            Text(body, "image"), Text(body, "image_tail"),
            .. list.Select(entry => Text(entry, "image_url") ?? Text(entry, "image")),
        ];
        if (sent.OfType<string>().Any(image => !IsBase64(image)))
            return Error(400, 1201, "image: file is not a valid URL or Base64 without prefix");
        var (prompt, duration) = (Text(body, "prompt"), Text(body, "duration") ?? "5");
        if (prompt is null or { Length: > 2500 } || (kind == "image2video" && Text(body, "image") is null && Text(body, "image_tail") is null))
            return Error(400, 1201, "prompt or image: missing or too long");
        if (isClip && (body["duration"] is JsonValue value && !value.TryGetValue<string>(out _) || !decimal.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed is < 3 or > 15))
            return Error(400, 1201, "duration: a string from 3 to 15");
        if (Text(body, "aspect_ratio") is { } ratio && !s_ratios.Contains(ratio, StringComparer.Ordinal))
            return Error(400, 1201, $"aspect_ratio: {ratio}");
        if (list.Any(entry => Text(entry, "type") == "end_frame") && list.All(entry => Text(entry, "type") != "first_frame"))
            return Error(400, 1201, "image_list: end_frame needs first_frame");

        return await SellAsync(context, isClip: isClip, new EmulatedOrder
        {
            Model = Text(body, "model_name") ?? "kling-v1",
            Prompt = prompt,
            AspectRatio = Text(body, "aspect_ratio") ?? "16:9",
            Seconds = isClip ? decimal.Parse(duration, CultureInfo.InvariantCulture) : null,
            FirstFrame = isClip ? Bytes(Text(body, "image") ?? Typed(list, "first_frame")) : null,
            LastFrame = isClip ? Bytes(Text(body, "image_tail") ?? Typed(list, "end_frame")) : null,
            References = isClip ? [] : [.. sent.OfType<string>().Select(Convert.FromBase64String)],
            Callback = Address(Text(body, "callback_url")),
        }, Text(body, "external_task_id"), job => Ok(Task1(context.Request, job, "submitted")));
    }

    private async Task<IResult> Order2Async(HttpContext context, string kind, string model)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var contents = body["contents"]?.AsArray() ?? [];
        var prompt = kind == "text-to-video" ? Text(body, "prompt") : contents.Where(part => Text(part, "type") == "prompt").Select(part => Text(part, "text")).FirstOrDefault();
        var (first, last) = (Url("first_frame"), Url("last_frame"));
        if (prompt is null or { Length: > 3072 } || (kind == "image-to-video" && (first ?? last) is null))
            return Error(400, 1201, "contents: prompt or frame missing or too long");
        if (model == "kling-3.0-turbo" && last is not null)
            return Error(400, 1201, "contents: last_frame is not supported by kling-3.0-turbo");
        if (body["settings"]?["duration"] is not JsonValue value || !value.TryGetValue<int>(out var duration) || duration is < 3 or > 15)
            return Error(400, 1201, "settings.duration: a number from 3 to 15");

        return await SellAsync(context, isClip: true, new EmulatedOrder
        {
            Model = model,
            Prompt = prompt,
            AspectRatio = Text(body["settings"], "aspect_ratio") ?? "16:9",
            Seconds = duration,
            FirstFrame = Bytes(first),
            LastFrame = Bytes(last),
            Callback = Address(Text(body["options"], "callback_url")),
        }, Text(body["options"], "external_task_id"), job => Ok(Task2(context.Request, job, "submitted")));

        string? Url(string type) => contents.Where(part => Text(part, "type") == type).Select(part => Text(part, "url")).FirstOrDefault();
    }

    private async Task<IResult> SellAsync(HttpContext context, bool isClip, EmulatedOrder order, string? externalId, Func<EmulatedJob, IResult> answer) =>
        HasKey(context.Request) && externalId is not null && Bought.Values.Any(job => job.ExternalId == externalId)
            ? Error(400, 1201, $"external_task_id {externalId} already exists")
            : await SubmitAsync(context, isClip ? order : order with { Seconds = null }, job => Task.FromResult(answer(job)), externalId: externalId);

    private IResult ListV1(HttpRequest request) => HasKey(request)
        ? Ok(new JsonArray([.. Bought.Values.OrderByDescending(job => job.At).Select(job => Task1(request, job, "submitted"))]))
        : Refusal(Fault.BadKey);

    private IResult AskV1(HttpRequest request, string id)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        if (Find(id) is not { } job)
            return Error(400, 1201, "Task not found");
        var isUnderWay = IsUnderWay(job);
        return isUnderWay && job.Fault == Fault.PollUnavailable ? Error(500, 5000, "Server internal error") : Ok(Task1(request, job, isUnderWay ? "processing" : "succeed"));
    }

    private IResult Ask2(HttpRequest request)
    {
        if (!HasKey(request))
            return Refusal(Fault.BadKey);
        var ids = request.Query["task_ids"].Concat(request.Query["external_task_ids"]).OfType<string>().SelectMany(list => list.Split(','));
        var found = new JsonArray();
        foreach (var job in ids.Select(Find).OfType<EmulatedJob>())
        {
            var isUnderWay = IsUnderWay(job);
            if (isUnderWay && job.Fault == Fault.PollUnavailable)
                return Error(500, 5000, "Server internal error");
            found.Add(Task2(request, job, isUnderWay ? "processing" : "succeeded"));
        }

        return Ok(found);
    }

    private EmulatedJob? Find(string id) => Bought.GetValueOrDefault(id) ?? Bought.Values.FirstOrDefault(job => job.ExternalId == id);

    private static JsonObject Task1(HttpRequest request, EmulatedJob job, string status)
    {
        var task = new JsonObject
        {
            ["task_id"] = job.Id,
            ["task_info"] = new JsonObject { ["external_task_id"] = job.ExternalId },
            ["created_at"] = job.At.ToUnixTimeMilliseconds(),
            ["updated_at"] = job.At.ToUnixTimeMilliseconds(),
        };
        if (status == "succeed" && Failure(job) is { } failure)
            (status, task["task_status_msg"]) = ("failed", failure);
        else if (status == "succeed")
        {
            var result = new JsonObject();
            if (job.Fault != Fault.EmptyResult)
            {
                var file = new JsonObject { ["url"] = ForeignAddressOf(request, $"/kling/results/{job.Id}") };
                if (job.Order.Seconds is { } seconds)
                    (file["id"], file["duration"]) = (job.Id, seconds.ToString(CultureInfo.InvariantCulture));
                result[job.Order.IsClip ? "videos" : "images"] = new JsonArray(file);
            }

            task["task_result"] = result;
            task["final_unit_deduction"] = (job.Order.Seconds * 0.6m ?? 0.2m).ToString(CultureInfo.InvariantCulture);
        }

        task["task_status"] = status;
        return task;
    }

    private static JsonObject Task2(HttpRequest request, EmulatedJob job, string status)
    {
        var task = new JsonObject { ["id"] = job.Id, ["external_id"] = job.ExternalId, ["message"] = "", ["create_time"] = job.At.ToUnixTimeMilliseconds() };
        if (status == "succeeded" && Failure(job) is { } failure)
            (status, task["message"]) = ("failed", failure);
        else if (status == "succeeded")
        {
            task["outputs"] = job.Fault == Fault.EmptyResult
                ? new JsonArray()
                : new JsonArray(new JsonObject { ["type"] = "video", ["url"] = ForeignAddressOf(request, $"/kling/results/{job.Id}"), ["duration"] = job.Order.Seconds });
            task["billing"] = new JsonArray(new JsonObject { ["charge_type"] = "balance", ["amount"] = job.Order.Seconds * 0.084m, ["currency"] = "USD", ["list_price"] = job.Order.Seconds * 0.084m });
        }

        task["status"] = status;
        return task;
    }

    private static string? Failure(EmulatedJob job) => job.Fault switch
    {
        Fault.RefusedResult => "Failure to pass the risk control system",
        Fault.FailedResult => "Video generation failed",
        _ => null,
    };

    /// <summary>Also a failed task is answered with code 0.</summary>
    private static IResult Ok(JsonNode data) => Results.Json(new JsonObject { ["code"] = 0, ["message"] = "SUCCEED", ["request_id"] = Guid.NewGuid().ToString(), ["data"] = data });

    private static IResult Error(int status, int code, string message) =>
        Results.Json(new JsonObject { ["code"] = code, ["message"] = message, ["request_id"] = Guid.NewGuid().ToString() }, statusCode: status);

    private static string? Text(JsonNode? node, string field) => node?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? Typed(JsonArray list, string type) => list.Where(entry => Text(entry, "type") == type).Select(entry => Text(entry, "image_url")).FirstOrDefault();

    private static bool IsBase64(string image) => System.Buffers.Text.Base64.IsValid(image);

    private static byte[]? Bytes(string? base64) => base64 is null ? null : Convert.FromBase64String(base64);

    private static Uri? Address(string? text) => text is null ? null : new Uri(text);
}
