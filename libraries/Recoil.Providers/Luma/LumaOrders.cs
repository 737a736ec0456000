using System.Globalization;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;

namespace Recoil.Providers.Luma;

/// <summary>What is sent for a take.</summary>
internal sealed class LumaOrders(Func<string, ProviderException> refuse)
{
    private const int LongestPrompt = 6000;
    private const int MostReferences = 9;

    /// <exception cref="ProviderException">Luma cannot be asked for it.</exception>
    public async Task<JsonObject> BodyAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var isClip = request.Take.Operation == Operation.VideoI2v;
        var body = new JsonObject
        {
            ["model"] = RemoteProvider.ModelOf(request),
            ["type"] = isClip ? "video" : "image",
            ["prompt"] = request.Take.Prompt,
            ["aspect_ratio"] = ModelFit.NearestRatio(request.Model, request.Take.AspectRatio) ?? request.Take.AspectRatio,
        };
        if (isClip)
            body["video"] = await VideoAsync(request, cancellationToken);
        else
            await AddReferencesAsync(body, request, cancellationToken);
        return body["prompt"]!.GetValue<string>() is { Length: > LongestPrompt } tooLong ? throw refuse($"Luma takes prompts of {LongestPrompt} characters at most, not {tooLong.Length}") : body;
    }

    private async Task<JsonObject> VideoAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var (take, seconds) = (request.Take, request.Take.Duration ?? 5);
        if (seconds is not (5 or 10))
            throw refuse(string.Create(CultureInfo.InvariantCulture, $"Luma makes clips of 5 or 10 s, not of {seconds} s"));
        if (seconds == 10 && (take.StartFrame ?? take.EndFrame) is not null)
            throw refuse("Luma makes clips of 10 s only without a start or end frame; ask for 5 s");
        var video = new JsonObject { ["resolution"] = RemoteProvider.Option(request, "resolution") ?? "720p", ["duration"] = string.Create(CultureInfo.InvariantCulture, $"{seconds:0}s") };
        if (take.StartFrame is { } start)
            video["start_frame"] = await PictureAsync(start, cancellationToken);
        if (take.EndFrame is { } end)
            video["end_frame"] = await PictureAsync(end, cancellationToken);
        return video;
    }

    /// <summary>References have no field for what they are for, so that the prompt says it in their order.</summary>
    private static async Task AddReferencesAsync(JsonObject body, GenerationRequest request, CancellationToken cancellationToken)
    {
        var references = TakeReference.Of(request).Take(MostReferences).ToList();
        if (references.Count == 0)
            return;
        var list = new JsonArray();
        foreach (var reference in references)
            list.Add(await PictureAsync(reference.Path, cancellationToken));
        body["image_ref"] = list;
        body["prompt"] = $"{request.Take.Prompt}\n{string.Join("\n", references.Select((reference, index) => $"Reference picture {index + 1} shows {reference.Role}."))}";
    }

    private static async Task<JsonNode> PictureAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return new JsonObject { ["data"] = Convert.ToBase64String(bytes), ["media_type"] = MediaFile.MimeOf(MediaFile.KindOf(bytes)) };
    }
}
