using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.Kling;

/// <summary>The first API: the kind of work is in the path, the model in the body.</summary>
internal sealed class KlingV1(Func<string, ProviderException> refuse) : IKlingApi
{
    private const int LongestPrompt = 2500;

    public string PathOf(GenerationRequest request) => (KlingFields.IsClip(request), KlingFields.IsOmni(request)) switch
    {
        (true, true) => "/v1/videos/omni-video",
        (true, false) => KlingFields.HasFrames(request) ? "/v1/videos/image2video" : "/v1/videos/text2video",
        (false, true) => "/v1/images/omni-image",
        (false, false) => "/v1/images/generations",
    };

    public string JobOf(GenerationRequest request, string taskId) => $"{PathOf(request)[1..]}/{taskId}";

    public string QuestionOf(string job) => "/" + job;

    public string SearchOf(GenerationRequest request) => $"{PathOf(request)}/{request.Take.TakeId}";

    public async Task<JsonObject> BodyAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["model_name"] = RemoteProvider.ModelOf(request), ["prompt"] = KlingFields.Prompt(request.Take.Prompt, LongestPrompt, refuse) };
        if (KlingFields.IsClip(request))
            await AddClipAsync(body, request, cancellationToken);
        else
            await AddPictureAsync(body, request, cancellationToken);
        KlingFields.PassOn(body, request, "negative_prompt");
        body["external_task_id"] = request.Take.TakeId.ToString();
        if (request.HintAddress is { } address)
            body["callback_url"] = address.AbsoluteUri;
        return body;
    }

    public KlingTask? Read(ProviderAnswer answer, GenerationRequest request)
    {
        var data = answer.Body.At("data");
        if (data.At("task_id").Text() is not { } id)
            return null;
        var result = data.At("task_result", KlingFields.IsClip(request) ? "videos" : "images").Items().Select(first => first.At("url").Text()).FirstOrDefault();
        return new KlingTask(
            id, data.At("task_status").Text(), data.At("task_status_msg").Text() ?? "",
            Uri.TryCreate(result, UriKind.Absolute, out var address) ? address : null, CostOf(data, request));
    }

    private async Task AddClipAsync(JsonObject body, GenerationRequest request, CancellationToken cancellationToken)
    {
        var (start, end) = (request.Take.StartFrame, request.Take.EndFrame);
        body["duration"] = KlingFields.Seconds(request, refuse).ToString(CultureInfo.InvariantCulture);
        body["mode"] = "std";
        KlingFields.PassOn(body, request, "mode", "sound");
        if (!KlingFields.HasFrames(request))
            body["aspect_ratio"] = KlingFields.ClipRatio(request, refuse);
        if (KlingFields.IsOmni(request))
        {
            if (end is not null && start is null)
                throw refuse($"{RemoteProvider.ModelOf(request)} takes an end frame only beside a start frame");
            if (start is not null)
                body["image_list"] = new JsonArray(await FrameAsync("first_frame", start));
            if (end is not null)
                body["image_list"]!.AsArray().Add(await FrameAsync("end_frame", end));
            return;
        }

        if (start is not null)
            body["image"] = await KlingPicture.ReadAsync(start, refuse, cancellationToken);
        if (end is not null)
            body["image_tail"] = await KlingPicture.ReadAsync(end, refuse, cancellationToken);

        async Task<JsonNode> FrameAsync(string type, string path) => new JsonObject
        {
            ["image_url"] = await KlingPicture.ReadAsync(path, refuse, cancellationToken),
            ["type"] = type,
        };
    }

    /// <summary>Omni models bind pictures to words of the prompt; the others take one picture, of the subject.</summary>
    private async Task AddPictureAsync(JsonObject body, GenerationRequest request, CancellationToken cancellationToken)
    {
        body["n"] = 1;
        body["aspect_ratio"] = ModelFit.NearestRatio(request.Model, request.Take.AspectRatio) ?? request.Take.AspectRatio;
        KlingFields.PassOn(body, request, "resolution");
        var references = TakeReference.Of(request);
        if (KlingFields.IsOmni(request))
        {
            var list = new JsonArray();
            foreach (var reference in references)
                list.Add(new JsonObject { ["image"] = await KlingPicture.ReadAsync(reference.Path, refuse, cancellationToken) });
            if (list.Count > 0)
                body["image_list"] = list;
            var roles = string.Concat(references.Select((reference, index) => $"<<<image_{index + 1}>>> shows {reference.Role}.\n"));
            body["prompt"] = KlingFields.Prompt(roles + request.Take.Prompt, LongestPrompt, refuse);
            return;
        }

        if (references.Count > 1)
            throw refuse($"{RemoteProvider.ModelOf(request)} takes one reference picture, not {references.Count}");
        if (references is [var only])
        {
            body["image"] = await KlingPicture.ReadAsync(only.Path, refuse, cancellationToken);
            body["image_reference"] = "subject";
        }
    }

    /// <summary>Kling bills units; what one costs depends on how they were bought, so that the model's profile says it.</summary>
    private static KnownCost? CostOf(JsonElement? data, GenerationRequest request) =>
        data.At("final_unit_deduction").Number() is { } units
        && decimal.TryParse(RemoteProvider.Option(request, "unit_usd"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
            ? KnownCost.Computed(Math.Round(units * price, 6))
            : null;
}
