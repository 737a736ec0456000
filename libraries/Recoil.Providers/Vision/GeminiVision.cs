using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Providers.Accounts;
using Recoil.Providers.Gemini;
using Recoil.Providers.Http;

namespace Recoil.Providers.Vision;

/// <summary>Google's Gemini API: <c>generateContent</c> with a schema for the answer. It looks at short clips as they are.</summary>
internal sealed class GeminiVision(ProviderAccount account, TimeProvider time) : VisionClient(account, time)
{
    /// <summary>A request may have 20 MB, in base64 and with the references.</summary>
    public override long LargestClip => 8 << 20;

    public override async Task<VisionAnswer> AskAsync(VisionQuestion question, CancellationToken cancellationToken)
    {
        var answer = await PostAsync($"/v1beta/models/{Uri.EscapeDataString(question.ModelId)}:generateContent", new JsonObject
        {
            ["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = question.System }) },
            ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray([.. question.Parts.Select(Part)]) }),
            ["generationConfig"] = new JsonObject
            {
                ["responseMimeType"] = "application/json",
                ["responseJsonSchema"] = question.Schema.DeepClone(),
                ["maxOutputTokens"] = question.MaxOutputTokens,
            },
        }, cancellationToken);

        var used = Used(answer);
        if (answer.Body.At("promptFeedback", "blockReason").Text() is { } blocked)
            return Answer(question, "", VisionEnd.Refused, $"the question was blocked: {blocked} {answer.Body.At("promptFeedback", "blockReasonMessage").Text()}".Trim(), used);
        var candidate = answer.Body.At("candidates").Items().Select(first => (JsonElement?)first).FirstOrDefault();
        var (finish, words) = (candidate.At("finishReason").Text(), candidate.At("finishMessage").Text());
        var text = string.Concat(candidate.At("content", "parts").Items()
            .Where(part => part.At("thought") is not { ValueKind: JsonValueKind.True })
            .Select(part => part.At("text").Text()));
        var end = finish == "MAX_TOKENS" ? VisionEnd.Cut : GeminiErrors.IsRefusal(finish) ? VisionEnd.Refused : VisionEnd.Complete;
        return Answer(question, text, end, $"{finish} {words}".Trim(), used);
    }

    protected override void Authorize(HttpRequestMessage request, string key) => request.Headers.TryAddWithoutValidation("x-goog-api-key", key);

    protected override ProviderError? ReadError(ProviderAnswer answer) => GeminiErrors.Read(answer, Time);

    private JsonObject Part(VisionPart part) => part switch
    {
        VisionPart.Text text => new JsonObject { ["text"] = text.Words },
        VisionPart.Picture picture => Inline(picture.Bytes, picture.Mime),
        VisionPart.Clip clip => Inline(clip.Bytes, clip.Mime),
        _ => throw Unshowable(part),
    };

    private static JsonObject Inline(ReadOnlyMemory<byte> bytes, string mime) =>
        new() { ["inlineData"] = new JsonObject { ["mimeType"] = mime, ["data"] = Base64(bytes) } };

    private static List<(string What, decimal Tokens)>? Used(ProviderAnswer answer)
    {
        if (answer.Body.At("usageMetadata") is not { } usage)
            return null;
        var prompt = usage.At("promptTokensDetails").Items()
            .Select(detail => ($"{Modality(detail)}_input", detail.At("tokenCount").Number() ?? 0)).ToList();
        return
        [
            .. prompt.Count > 0 ? prompt : [("text_input", usage.At("promptTokenCount").Number() ?? 0)],
            ("text_output", (usage.At("candidatesTokenCount").Number() ?? 0) + (usage.At("thoughtsTokenCount").Number() ?? 0)),
        ];
    }

    private static string Modality(JsonElement detail) => detail.At("modality").Text() switch
    {
        "IMAGE" => "image",
        "VIDEO" => "video",
        "AUDIO" => "audio",
        _ => "text",
    };
}
