using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Accounts;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.ComfyUI;

/// <summary>A ComfyUI server of one's own: it runs a workflow, whose slots a take fills. A job has the take's id, so that the server can be asked for it.</summary>
internal sealed class ComfyUIProvider : RemoteProvider
{
    public static readonly ProviderType Type = new(
        "comfyui", null, ProviderKey.InEnvironment("COMFYUI_API_KEY", isOptional: true), static (account, time) => new ComfyUIProvider(account, time),
        "key_header", "usd_per_hour", "workflow") { PathSettings = ["workflow"] };

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public ComfyUIProvider(ProviderAccount account, TimeProvider time) : base(account, time)
    {
    }

    public override JobLookup Lookup => JobLookup.Certain;

    public override async Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RefuseMisfits(request);
        var graph = await GraphAsync(request, cancellationToken);
        var id = request.Take.TakeId.ToString("D");
        // Without a client's id, a server that has the result in its cache says nothing of it.
        var body = new JsonObject { ["prompt"] = graph, ["prompt_id"] = id, ["client_id"] = $"recoil-{id}" };
        var answer = await Http.SubmitAsync(new HttpRequestMessage(HttpMethod.Post, Http.AddressOf("/prompt")) { Content = JsonContent.Of(body) }, cancellationToken);
        return answer.Body.At("prompt_id").Text() is { } job
            ? new SubmitAnswer.Job(job)
            : throw Http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no prompt_id", answer.RequestId);
    }

    public override async Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var job = request.Take.TakeId.ToString("D");
        return await PlaceAsync(job, cancellationToken) != ComfyUIPlace.NotQueued || await EntryAsync(job, cancellationToken) is not null ? job : null;
    }

    public override async Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken) =>
        await PlaceAsync(job, cancellationToken) == ComfyUIPlace.NotQueued ? null : s_pause;

    public override Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Renewal.FetchAsync(renews: false, async () =>
    {
        if (await EntryAsync(job, cancellationToken) is not { } entry)
            return Failed(ErrorKind.Unavailable, "the server no longer knows the job: it was started anew, or its history was cleared", null);

        var cost = CostOf(entry);
        if (entry.At("status", "status_str").Text() == "error")
        {
            var (kind, why) = ComfyUIErrors.WhyFailed(entry.At("status"));
            return Failed(kind, why, cost);
        }

        return ComfyUIHistory.ResultOf(entry, request.Take.Operation == Operation.VideoI2v) is { } address
            ? await Delivery.DownloadAsync(Http, request, Http.AddressOf(address), cost, cancellationToken)
            : Delivery.Corrupt($"the workflow saved no {(request.Take.Operation == Operation.VideoI2v ? "clip" : "picture")}", cost);

        static GenerationResult Failed(ErrorKind kind, string why, KnownCost? cost) => new() { Cost = cost, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: {why}" };
    });

    public override async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        switch (await PlaceAsync(job, cancellationToken))
        {
            case ComfyUIPlace.Pending:
                await PostAsync("/queue", new JsonObject { ["delete"] = new JsonArray(job) }, cancellationToken);
                // It may have begun in between.
                if (await PlaceAsync(job, cancellationToken) != ComfyUIPlace.Running)
                    return KnownCost.Free;
                goto case ComfyUIPlace.Running;
            case ComfyUIPlace.Running:
                // Only with the id, and only while it is this job that runs: without, whatever runs is stopped.
                await PostAsync("/interrupt", new JsonObject { ["prompt_id"] = job }, cancellationToken);
                return request.CostWithoutBill;
            default:
                return CostOf(await EntryAsync(job, cancellationToken));
        }
    }

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/system_stats")), cancellationToken);
        return $"ComfyUI {answer.Body.At("system", "comfyui_version").Text() ?? "of an unknown version"}";
    }

    /// <summary>ComfyUI itself asks for no key; what stands before it may, in a header of its own.</summary>
    protected override void Authorize(HttpRequestMessage request, string key)
    {
        if (key.Length == 0)
            return;
        if (Account.Settings.GetValueOrDefault("key_header") is { } header)
            request.Headers.TryAddWithoutValidation(header, key);
        else
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    protected override ProviderError? ReadError(ProviderAnswer answer) => ComfyUIErrors.Read(answer);

    private async Task<JsonObject> GraphAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var file = WorkflowOf(request);
        ComfyUIWorkflow workflow;
        try
        {
            workflow = ComfyUIWorkflow.Parse(await File.ReadAllTextAsync(file, cancellationToken));
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw Refuse($"the workflow {Path.GetFileName(file)} cannot be used: {e.Message}");
        }

        var pictures = ComfyUISlots.PicturesOf(request, workflow, Refuse);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = ComfyUISlots.ValuesOf(request, pictures);
        if (workflow.Slots.FirstOrDefault(slot => !known.ContainsKey(slot)) is { } missing)
            throw Refuse($"the workflow {Path.GetFileName(file)} has a slot {{{{{missing}}}}}, and the take has no such value. It has {string.Join(", ", known.Keys)}");
        foreach (var (slot, path) in pictures.Where(picture => workflow.Slots.Contains(picture.Key, StringComparer.Ordinal)))
            names[slot] = await UploadAsync(path, cancellationToken);
        return workflow.Fill(ComfyUISlots.ValuesOf(request, names));
    }

    /// <summary>The account names a file, or a folder of them; a model or shot may name another file beside it, and nothing outside.</summary>
    private string WorkflowOf(GenerationRequest request)
    {
        if (Account.Settings.GetValueOrDefault("workflow") is not { } path)
            throw Refuse($"the account {Name} names no workflow. Set its setting workflow to a graph in API format");
        var isFolder = Directory.Exists(path);
        if (Option(request, "workflow") is not { } chosen)
            return isFolder ? throw Refuse($"the account {Name} names a folder of workflows, and the model names none of them. Give it the option workflow") : path;
        return Path.GetFileName(chosen) == chosen && chosen is not (".." or ".")
            ? Path.Combine(isFolder ? path : Path.GetDirectoryName(path)!, chosen)
            : throw Refuse($"the option workflow is \"{chosen}\". Give the name of a file beside the account's workflow");
    }

    /// <summary>Names by content, so that a picture is there once however often it is used. The server may give it another name.</summary>
    private async Task<string> UploadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var kind = MediaFile.KindOf(bytes);
        var image = new ByteArrayContent(bytes);
        image.Headers.ContentType = new MediaTypeHeaderValue(MediaFile.MimeOf(kind));
        using var form = new MultipartFormDataContent
        {
            { image, "image", $"recoil-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..24]}{MediaFile.ExtensionOf(kind)}" },
            { new StringContent("input"), "type" },
            { new StringContent("true"), "overwrite" },
        };
        var answer = await Http.AskAsync(new HttpRequestMessage(HttpMethod.Post, Http.AddressOf("/upload/image")) { Content = form }, cancellationToken);
        var name = answer.Body.At("name").Text() ?? throw Http.Error(ErrorKind.Unavailable, Submit.Refused, "the answer to an upload names no file", answer.RequestId);
        return answer.Body.At("subfolder").Text() is { Length: > 0 } folder ? $"{folder}/{name}" : name;
    }

    private async Task<ComfyUIPlace> PlaceAsync(string job, CancellationToken cancellationToken) =>
        ComfyUIQueue.PlaceOf((await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf("/queue")), cancellationToken)).Body, job);

    private async Task<JsonElement?> EntryAsync(string job, CancellationToken cancellationToken) =>
        (await Http.AskAsync(new HttpRequestMessage(HttpMethod.Get, Http.AddressOf($"/history/{Uri.EscapeDataString(job)}")), cancellationToken)).Body.At(job);

    private Task PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        Http.AskAsync(new HttpRequestMessage(HttpMethod.Post, Http.AddressOf(path)) { Content = JsonContent.Of(body) }, cancellationToken);

    private KnownCost? CostOf(JsonElement? entry) => ComfyUIHistory.CostOf(entry, Account.Settings.GetValueOrDefault("usd_per_hour"));
}
