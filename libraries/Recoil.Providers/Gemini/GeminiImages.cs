using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;
using Recoil.Providers.Http;

namespace Recoil.Providers.Gemini;

/// <summary>Pictures through <c>generateContent</c>: one answer, with the picture in it.</summary>
internal sealed class GeminiImages(ProviderHttp http)
{
    public async Task<GenerationResult> GenerateAsync(string model, string? size, GenerationRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, http.AddressOf($"/v1beta/models/{Uri.EscapeDataString(model)}:generateContent"))
        {
            Content = JsonContent.Of(await BodyAsync(size, request, cancellationToken)),
        };
        var answer = await http.SubmitAsync(message, cancellationToken);
        return await ResultAsync(answer, request, cancellationToken);
    }

    /// <summary>Roles have no field of their own: each reference stands behind the words that say what it is for.</summary>
    private static async Task<JsonObject> BodyAsync(string? size, GenerationRequest request, CancellationToken cancellationToken)
    {
        var parts = new JsonArray();
        foreach (var (reference, number) in TakeReference.Of(request).Select((reference, index) => (reference, index + 1)))
        {
            var (bytes, mime) = await reference.ReadAsync(cancellationToken);
            parts.Add(new JsonObject { ["text"] = $"Reference picture {number} shows {reference.Role}:" });
            parts.Add(new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = mime, ["data"] = Convert.ToBase64String(bytes) } });
        }

        parts.Add(new JsonObject { ["text"] = request.Take.Prompt });
        var image = new JsonObject { ["aspectRatio"] = ModelFit.NearestRatio(request.Model, request.Take.AspectRatio) ?? request.Take.AspectRatio };
        if (size is not null)
            image["imageSize"] = size;
        var config = new JsonObject { ["responseModalities"] = new JsonArray("IMAGE"), ["imageConfig"] = image };
        if (request.Model.TakesSeed)
            config["seed"] = request.Take.Seed % int.MaxValue;
        return new JsonObject
        {
            ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = parts }),
            ["generationConfig"] = config,
        };
    }

    private static async Task<GenerationResult> ResultAsync(ProviderAnswer answer, GenerationRequest request, CancellationToken cancellationToken)
    {
        var cost = CostOf(answer, request.Model);
        if (answer.Body.At("promptFeedback", "blockReason").Text() is { } blocked)
            return Refused($"the prompt was blocked: {blocked} {answer.Body.At("promptFeedback", "blockReasonMessage").Text()}", cost ?? KnownCost.Estimated(0));

        var candidate = answer.Body.At("candidates").Items().Select(first => (JsonElement?)first).FirstOrDefault();
        var (finish, words) = (candidate.At("finishReason").Text(), candidate.At("finishMessage").Text());
        if (GeminiErrors.IsRefusal(finish))
            return Refused($"{finish} {words}", cost);

        var parts = candidate.At("content", "parts").Items().Where(part => part.At("thought") is not { ValueKind: JsonValueKind.True }).ToList();
        var picture = parts.Select(part => part.At("inlineData", "data").Text()).FirstOrDefault(data => data is not null);
        return picture is null
            ? Delivery.Corrupt($"there is no picture in the answer ({finish ?? "no finish reason"}{(parts.Select(part => part.At("text").Text()).FirstOrDefault() is { } text ? $": {text}" : "")})", cost)
            : await Delivery.KeepAsync(request, picture, cost, cancellationToken);

        static GenerationResult Refused(string why, KnownCost? cost) => new() { Cost = cost, ErrorKind = ErrorKind.ContentFilter, Error = $"content_filter: {why.Trim()}" };
    }

    private static KnownCost? CostOf(ProviderAnswer answer, ModelProfile model)
    {
        if (answer.Body.At("usageMetadata") is not { } usage)
            return null;
        var prompt = Details(usage, "promptTokensDetails", "input").ToList();
        var output = Details(usage, "candidatesTokensDetails", "output").ToList();
        return TokenUsage.CostOf(model,
        [
            .. prompt.Count > 0 ? prompt : [("text_input", usage.At("promptTokenCount").Number() ?? 0)],
            .. output.Count > 0 ? output : [("image_output", usage.At("candidatesTokenCount").Number() ?? 0)],
            ("text_output", usage.At("thoughtsTokenCount").Number() ?? 0),
        ]);
    }

    private static IEnumerable<(string What, decimal Tokens)> Details(JsonElement usage, string field, string way) => usage.At(field).Items()
        .Select(detail => ($"{(detail.At("modality").Text() == "IMAGE" ? "image" : "text")}_{way}", detail.At("tokenCount").Number() ?? 0));
}
