using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.Kling;

/// <summary>API 2.0: the model is in the path, every task is asked about at one place, and the bill is in dollars. It makes clips.</summary>
internal sealed class Kling2(Func<string, ProviderException> refuse) : IKlingApi
{
    private const int LongestPrompt = 3072;

    public string PathOf(GenerationRequest request) =>
        $"/{(KlingFields.HasFrames(request) ? "image" : "text")}-to-video/{Uri.EscapeDataString(RemoteProvider.ModelOf(request))}";

    public string JobOf(GenerationRequest request, string taskId) => $"tasks/{taskId}";

    public string QuestionOf(string job) => $"/tasks?task_ids={Uri.EscapeDataString(job[(job.IndexOf('/', StringComparison.Ordinal) + 1)..])}";

    public string SearchOf(GenerationRequest request) => $"/tasks?external_task_ids={request.Take.TakeId}";

    public async Task<JsonObject> BodyAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        if (!KlingFields.IsClip(request))
            throw refuse("API 2.0 of Kling makes clips; for pictures set the option api to v1");
        var prompt = KlingFields.Prompt(request.Take.Prompt, LongestPrompt, refuse);
        var settings = new JsonObject { ["duration"] = KlingFields.Seconds(request, refuse) };
        KlingFields.PassOn(settings, request, "resolution", "audio");
        var body = new JsonObject { ["settings"] = settings };
        if (KlingFields.HasFrames(request))
        {
            var contents = new JsonArray(new JsonObject { ["type"] = "prompt", ["text"] = prompt });
            await AddFrameAsync(contents, "first_frame", request.Take.StartFrame, cancellationToken);
            await AddFrameAsync(contents, "last_frame", request.Take.EndFrame, cancellationToken);
            body["contents"] = contents;
        }
        else
        {
            settings["aspect_ratio"] = KlingFields.ClipRatio(request, refuse);
            body["prompt"] = prompt;
        }

        var options = new JsonObject { ["external_task_id"] = request.Take.TakeId.ToString() };
        if (request.HintAddress is { } address)
            options["callback_url"] = address.AbsoluteUri;
        body["options"] = options;
        return body;
    }

    public KlingTask? Read(ProviderAnswer answer, GenerationRequest request)
    {
        // A submit answers with one task, a question with a list.
        var data = answer.Body.At("data") is { ValueKind: JsonValueKind.Array } list ? ((JsonElement?)list).Items().Select(task => (JsonElement?)task).FirstOrDefault() : answer.Body.At("data");
        if (data.At("id").Text() is not { } id)
            return null;
        var result = data.At("outputs").Items().Select(output => output.At("url").Text()).FirstOrDefault();
        return new KlingTask(
            id, data.At("status").Text(), data.At("message").Text() ?? "", Uri.TryCreate(result, UriKind.Absolute, out var address) ? address : null, CostOf(data));
    }

    private async Task AddFrameAsync(JsonArray contents, string type, string? path, CancellationToken cancellationToken)
    {
        if (path is not null)
            contents.Add(new JsonObject { ["type"] = type, ["url"] = await KlingPicture.ReadAsync(path, refuse, cancellationToken) });
    }

    /// <summary>The bill, where all of it is in dollars.</summary>
    private static KnownCost? CostOf(JsonElement? data)
    {
        var billing = data.At("billing").Items().ToList();
        return billing.Count > 0 && billing.All(part => part.At("currency").Text() == "USD" && part.At("amount").Number() is >= 0)
            ? KnownCost.Reported(billing.Sum(part => part.At("amount").Number() ?? 0))
            : null;
    }
}
