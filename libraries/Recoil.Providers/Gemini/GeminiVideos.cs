using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.Gemini;

/// <summary>Clips through the Interactions API: an interaction in the background that is asked about. It has no list, so that a lost one stays lost.</summary>
internal sealed class GeminiVideos(ProviderHttp http, Func<string, ProviderException> refuse)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly string[] s_ratios = ["16:9", "9:16"];

    public async Task<string> OrderAsync(string model, string? resolution, GenerationRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, http.AddressOf("/v1beta/interactions"))
        {
            Content = JsonContent.Of(await BodyAsync(model, resolution, request, cancellationToken)),
        };
        var answer = await http.SubmitAsync(message, cancellationToken);
        return answer.Body.At("id").Text() ?? throw http.Error(ErrorKind.Unavailable, Submit.Ambiguous, "the answer names no interaction", answer.RequestId);
    }

    public async Task<TimeSpan?> PollAsync(string job, CancellationToken cancellationToken)
    {
        var interaction = await AskAsync(job, cancellationToken);
        if (interaction.At("status").Text() is "queued" or "in_progress")
            return s_pause;
        return VideoOf(interaction).At("uri").Text() is { } uri && await IsProcessingAsync(uri, cancellationToken) ? s_pause : null;
    }

    public Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken) => Renewal.FetchAsync(renews: false, async () =>
    {
        var interaction = await AskAsync(job, cancellationToken);
        var (cost, video) = (CostOf(interaction, request.Model), VideoOf(interaction));
        if (interaction.At("status").Text() is not "completed" and var status)
        {
            var (kind, why) = GeminiErrors.WhyFailed(interaction);
            return new GenerationResult { Cost = cost, ErrorKind = kind, Error = $"{SnakeCase.Of(kind)}: the interaction {job} ended as {status}: {why}" };
        }

        if (video.At("data").Text() is { } data)
            return await Delivery.KeepAsync(request, data, cost, cancellationToken);
        return video.At("uri").Text() is { } uri
            ? await Delivery.DownloadAsync(http, request, http.AddressOf(uri), cost, cancellationToken)
            : Delivery.Corrupt($"the interaction {job} was completed without a clip", cost);
    });

    /// <summary>Cancels it. What was used until then is known where it is said.</summary>
    public async Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken)
    {
        var cancelled = await http.TryAskAsync(new HttpRequestMessage(HttpMethod.Post, http.AddressOf($"{PathOf(job)}/cancel")), cancellationToken);
        if (cancelled.Status == 404)
            return null;
        // One that is over cannot be cancelled.
        return cancelled.IsSuccess || cancelled.Status is 400 or 409
            ? CostOf(await AskAsync(job, cancellationToken), request.Model)
            : throw http.Failure(cancelled, isSubmit: false);
    }

    /// <summary>A picture is bound to its role by a tag in the prompt. A last frame has no tag that is known.</summary>
    private async Task<JsonObject> BodyAsync(string model, string? resolution, GenerationRequest request, CancellationToken cancellationToken)
    {
        var take = request.Take;
        if (take.EndFrame is not null)
            throw refuse($"{model} cannot be told on which picture a clip ends");
        var seconds = take.Duration ?? 5;
        if (seconds != Math.Truncate(seconds) || seconds < 3)
            throw refuse(string.Create(CultureInfo.InvariantCulture, $"{model} makes clips of whole seconds, 3 or more, not of {seconds} s"));
        var input = new JsonArray();
        if (take.StartFrame is { } start)
        {
            var bytes = await File.ReadAllBytesAsync(start, cancellationToken);
            input.Add(new JsonObject { ["type"] = "image", ["mime_type"] = MediaFile.MimeOf(MediaFile.KindOf(bytes)), ["data"] = Convert.ToBase64String(bytes) });
        }

        input.Add(new JsonObject { ["type"] = "text", ["text"] = take.StartFrame is null ? take.Prompt : $"<FIRST_FRAME> {take.Prompt}" });
        var format = new JsonObject
        {
            ["type"] = "video",
            ["aspect_ratio"] = s_ratios.Contains(take.AspectRatio, StringComparer.Ordinal) ? take.AspectRatio : throw refuse($"{model} makes {string.Join(" or ", s_ratios)}, not {take.AspectRatio}"),
            ["duration"] = string.Create(CultureInfo.InvariantCulture, $"{seconds:0}s"),
            ["delivery"] = "uri",
        };
        if (resolution is not null)
            format["resolution"] = resolution;
        var config = new JsonObject { ["video_config"] = new JsonObject { ["task"] = take.StartFrame is null ? "text_to_video" : "image_to_video" } };
        if (request.Model.TakesSeed)
            config["seed"] = take.Seed % int.MaxValue;
        return new JsonObject
        {
            ["model"] = model,
            ["input"] = input,
            ["background"] = true,
            ["store"] = true,
            ["response_format"] = new JsonArray(format),
            ["generation_config"] = config,
        };
    }

    private async Task<JsonElement?> AskAsync(string job, CancellationToken cancellationToken) =>
        (await http.AskAsync(new HttpRequestMessage(HttpMethod.Get, http.AddressOf(PathOf(job))), cancellationToken)).Body;

    /// <summary>A large clip is a file of the Files API, which may need a while after the interaction is over.</summary>
    private async Task<bool> IsProcessingAsync(string uri, CancellationToken cancellationToken)
    {
        var file = uri.LastIndexOf(":download", StringComparison.Ordinal) is > 0 and var end ? uri[..end] : uri;
        if (!file.Contains("/files/", StringComparison.Ordinal))
            return false;
        var answer = await http.TryAskAsync(new HttpRequestMessage(HttpMethod.Get, http.AddressOf(file)), cancellationToken);
        return answer.IsSuccess && answer.Body.At("state").Text() == "PROCESSING";
    }

    private static string PathOf(string job) => $"/v1beta/interactions/{Uri.EscapeDataString(job)}";

    private static JsonElement? VideoOf(JsonElement? interaction) => interaction.At("steps").Items()
        .Where(step => step.At("type").Text() == "model_output")
        .SelectMany(step => step.At("content").Items())
        .Where(part => part.At("type").Text() == "video")
        .Select(part => (JsonElement?)part)
        .LastOrDefault();

    /// <summary>What was made, by its tokens. What went in is counted where the profile has a price for it.</summary>
    private static KnownCost? CostOf(JsonElement? interaction, ModelProfile model)
    {
        var made = Tokens("output_tokens_by_modality", "output").ToList();
        return made.Count == 0 ? null : TokenUsage.CostOf(model, [.. made, .. Tokens("input_tokens_by_modality", "input").Where(part => model.TokenPrices?.ContainsKey(part.What) == true)]);

        IEnumerable<(string What, decimal Tokens)> Tokens(string field, string way) => interaction.At("usage", field).Items()
            .Select(part => ($"{part.At("modality").Text()}_{way}", part.At("tokens").Number() ?? 0));
    }
}
