using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.ComfyUI;

/// <summary>
/// A ComfyUI server: uploads, a queue, a history. It asks for no key itself; a wrong one is refused, as something that stands before it would.
/// </summary>
public sealed class ComfyUIEmulator(IPictureSource pictures, TimeProvider time) : EmulatedProvider("comfyui", pictures, time)
{
    private static readonly string[] s_models =
    [
        "sd_xl_base_1.0.safetensors", "wan2.1_i2v_480p_14B_fp16.safetensors", "wan2.1_flf2v_720p_14B_fp16.safetensors",
    ];

    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>The workflows that it understands, beside this program.</summary>
    public static string Workflows => Path.Combine(AppContext.BaseDirectory, "ComfyUI", "workflows");

    public override IReadOnlyDictionary<string, string> AccountSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["workflow"] = Workflows };

    /// <summary>The ids of jobs that wait rather than run, until they are asked about once more.</summary>
    public bool KeepsWaiting { get; set; }

    /// <summary>How often anything was interrupted without saying what.</summary>
    public int BlindInterrupts { get; private set; }

    /// <summary>Forgets its queue and its history, as a server that is started anew.</summary>
    public void Restart() => Bought.Clear();

    public override void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in (string[])["", "/api"])
        {
            routes.MapPost(prefix + "/prompt", (Delegate)OrderAsync);
            routes.MapPost(prefix + "/upload/image", (Delegate)UploadAsync);
            routes.MapGet(prefix + "/queue", Queue);
            routes.MapPost(prefix + "/queue", (Delegate)DeleteAsync);
            routes.MapPost(prefix + "/interrupt", (Delegate)InterruptAsync);
            routes.MapGet(prefix + "/history", (HttpRequest request) => Known(request, () => History([.. Bought.Values])));
            routes.MapGet(prefix + "/history/{id}", (HttpRequest request, string id) => Known(request, () => History(Bought.TryGetValue(id, out var job) ? [job] : [])));
            routes.MapGet(prefix + "/view", ViewAsync);
            routes.MapGet(prefix + "/system_stats", (HttpRequest request) => Known(request, () => Results.Json(new JsonObject
            {
                ["system"] = new JsonObject { ["os"] = "posix", ["comfyui_version"] = "0.9.2", ["python_version"] = "3.12.3" },
                ["devices"] = new JsonArray(),
            })));
        }
    }

    /// <summary>It refuses no content: such an order is made as any other.</summary>
    protected override bool RefusesAtOnce(EmulatedOrder order) => false;

    protected override bool HasKey(HttpRequest request) => request.Headers.Authorization.ToString() is "" or $"Bearer {Key}";

    protected override IResult Refusal(Fault fault) => fault switch
    {
        Fault.BadKey => Results.Content("Unauthorized", "text/plain", null, StatusCodes.Status401Unauthorized),
        // ComfyUI itself says none of this; what stands before it may.
        Fault.Unavailable or Fault.RateLimited or Fault.NoFunds => Results.Content("Service Unavailable", "text/plain", null, StatusCodes.Status503ServiceUnavailable),
        _ => Error("prompt_outputs_failed_validation", "Prompt outputs failed validation", ""),
    };

    private async Task<IResult> OrderAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        if (body["prompt"] is not JsonObject nodes)
            return Error("no_prompt", "No prompt provided", "No prompt provided");
        var id = body["prompt_id"]?.GetValue<string>() ?? Guid.NewGuid().ToString("D");
        if (!Guid.TryParseExact(id, "D", out var parsed) || parsed.ToString("D") != id)
            return Error("invalid_prompt_id", "prompt_id must be a canonical lower-case UUID", id);
        var graph = new ComfyUIGraph(nodes);
        if (graph.Unclassed is { } unclassed)
            return Error("missing_node_type", "Node has no class_type", $"Node ID '#{unclassed}'");
        if (!graph.HasOutput)
            return Error("prompt_no_outputs", "Prompt has no outputs", "");
        if (graph.Model is { } model && !s_models.Contains(model.File, StringComparer.Ordinal))
            return Invalid(model.Node, model.Class, "value_not_in_list", "Value not in list", $"{model.Input}: '{model.File}' not in ['{string.Join("', '", s_models)}']");
        if (graph.Loads.FirstOrDefault(load => !_files.ContainsKey(load.File)) is { File: { } missing } unloaded)
            return Invalid(unloaded.Node, "LoadImage", "custom_validation_failed", "Custom validation failed for node", $"image - Invalid image file: {missing}");
        return await SubmitAsync(context, graph.Order(_files), job =>
        {
            _outputs[job.Id] = graph.Output;
            return Task.FromResult(Results.Json(new JsonObject { ["prompt_id"] = job.Id, ["number"] = Interlocked.Increment(ref _number), ["node_errors"] = new JsonObject() }));
        }, id, id);
    }

    /// <summary>A name that is taken by other bytes gets a number, unless it may be overwritten.</summary>
    private async Task<IResult> UploadAsync(HttpContext context)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.Files["image"] is not { } image)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        using var bytes = new MemoryStream();
        await image.CopyToAsync(bytes, context.RequestAborted);
        var (subfolder, name) = (form["subfolder"].ToString(), image.FileName);
        for (var number = 1; form["overwrite"] != "true" && _files.ContainsKey(PathOf(subfolder, name)); number++)
            name = $"{Path.GetFileNameWithoutExtension(image.FileName)} ({number}){Path.GetExtension(image.FileName)}";
        _files[PathOf(subfolder, name)] = bytes.ToArray();
        return Results.Json(new JsonObject { ["name"] = name, ["subfolder"] = subfolder, ["type"] = "input" });
    }

    private IResult Queue(HttpRequest request) => Known(request, () =>
    {
        var (running, pending) = (new JsonArray(), new JsonArray());
        foreach (var job in Bought.Values.Where(job => !job.IsCancelled).OrderBy(job => job.At))
        {
            if (!IsUnderWay(job))
                continue;
            if (job.Fault == Fault.PollUnavailable)
                return Results.Content("500 Internal Server Error", "text/plain", null, StatusCodes.Status500InternalServerError);
            (KeepsWaiting ? pending : running).Add(new JsonArray(1, job.Id, new JsonObject(), new JsonObject(), new JsonArray()));
        }

        return Results.Json(new JsonObject { ["queue_running"] = running, ["queue_pending"] = pending });
    });

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        foreach (var id in body?["delete"]?.AsArray() ?? [])
        {
            if (KeepsWaiting && Bought.TryGetValue(id!.GetValue<string>(), out var job))
                job.IsCancelled = true;
        }

        return Results.Ok();
    }

    private async Task<IResult> InterruptAsync(HttpContext context)
    {
        if (!HasKey(context.Request))
            return Refusal(Fault.BadKey);
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (body?["prompt_id"]?.GetValue<string>() is not { } id)
            BlindInterrupts++;
        else if (Bought.TryGetValue(id, out var job))
            job.IsCancelled = true;
        return Results.Ok();
    }

    /// <summary>Neither what is under way nor what is unknown stands in it.</summary>
    private IResult History(IReadOnlyList<EmulatedJob> jobs)
    {
        var history = new JsonObject();
        foreach (var job in jobs.Where(job => job.IsCancelled || job.Polls > PollsUntilDone))
            history[job.Id] = Entry(job);
        return Results.Json(history);
    }

    private JsonObject Entry(EmulatedJob job)
    {
        var began = job.At.ToUnixTimeMilliseconds();
        var data = new JsonObject { ["prompt_id"] = job.Id, ["timestamp"] = began + 36_000 };
        var (last, succeeded) = (job.IsCancelled, job.Fault) switch
        {
            (true, _) => ("execution_interrupted", false),
            (_, Fault.FailedResult) => ("execution_error", false),
            _ => ("execution_success", true),
        };
        if (!succeeded)
        {
            (data["node_id"], data["node_type"]) = ("5", "KSampler");
            (data["exception_type"], data["exception_message"]) = ("RuntimeError", "mat1 and mat2 shapes cannot be multiplied");
        }

        return new JsonObject
        {
            ["prompt"] = new JsonArray(1, job.Id),
            ["outputs"] = succeeded && job.Fault != Fault.EmptyResult ? new JsonObject
            {
                [_outputs.GetValueOrDefault(job.Id) ?? "7"] = new JsonObject
                {
                    ["images"] = new JsonArray(new JsonObject { ["filename"] = FileOf(job), ["subfolder"] = "", ["type"] = "output" }),
                    ["animated"] = new JsonArray(job.Order.IsClip),
                },
            } : new JsonObject(),
            ["status"] = new JsonObject
            {
                ["status_str"] = succeeded ? "success" : "error",
                ["completed"] = succeeded,
                ["messages"] = new JsonArray(
                    new JsonArray("execution_start", new JsonObject { ["prompt_id"] = job.Id, ["timestamp"] = began }),
                    new JsonArray(last, data)),
            },
            ["meta"] = new JsonObject(),
        };
    }

    private async Task<IResult> ViewAsync(HttpContext context, string filename) => !HasKey(context.Request)
        ? Refusal(Fault.BadKey)
        : Bought.Values.FirstOrDefault(job => FileOf(job) == filename) is { } job ? await DownloadAsync(context, job) : Results.NotFound();

    private IResult Known(HttpRequest request, Func<IResult> answer) => HasKey(request) ? answer() : Refusal(Fault.BadKey);

    private static string FileOf(EmulatedJob job) => string.Create(CultureInfo.InvariantCulture, $"recoil_{job.Id}{(job.Order.IsClip ? ".mp4" : ".png")}");

    private static string PathOf(string subfolder, string name) => subfolder.Length == 0 ? name : $"{subfolder}/{name}";

    private static IResult Error(string type, string message, string details) => Results.Json(new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message, ["details"] = details, ["extra_info"] = new JsonObject() },
        ["node_errors"] = new JsonObject(),
    }, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Invalid(string node, string kind, string type, string message, string details) => Results.Json(new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = "prompt_outputs_failed_validation", ["message"] = "Prompt outputs failed validation", ["details"] = "", ["extra_info"] = new JsonObject() },
        ["node_errors"] = new JsonObject
        {
            [node] = new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject { ["type"] = type, ["message"] = message, ["details"] = details, ["extra_info"] = new JsonObject() }),
                ["dependent_outputs"] = new JsonArray(),
                ["class_type"] = kind,
            },
        },
    }, statusCode: StatusCodes.Status400BadRequest);
}
