using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Judges;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Gemini;

/// <content>Judgements: <c>generateContent</c> that is asked for JSON.</content>
public sealed partial class GeminiEmulator
{
    private async Task<IResult> JudgeAsync(HttpContext context, string model, JsonObject body)
    {
        var parts = body["contents"]!.AsArray().SelectMany(content => content!["parts"]!.AsArray()).ToList();
        var question = new JudgeQuestion(
            model,
            string.Concat(body["systemInstruction"]?["parts"]?.AsArray().Select(part => part!["text"]?.GetValue<string>()) ?? []),
            [.. parts.Select(part => part!["text"]?.GetValue<string>()).OfType<string>()],
            [.. parts.Select(part => part!["inlineData"]?["data"]?.GetValue<string>()).OfType<string>().Select(Convert.FromBase64String)],
            body["generationConfig"]!["responseJsonSchema"]);
        if (question.Mistake is not null)
            return Error(400, "INVALID_ARGUMENT", "Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting");
        return await SubmitAsync(context, question.Order, job => Task.FromResult(Answer(question, job)));
    }

    private IResult Answer(JudgeQuestion question, EmulatedJob job)
    {
        var refused = job.Fault == Fault.RefusedResult;
        var text = JudgeAnswer.Of(Name, question, job.Fault);
        var candidate = new JsonObject { ["index"] = 0, ["finishReason"] = refused ? "SAFETY" : job.Fault == Fault.CutAnswer ? "MAX_TOKENS" : "STOP" };
        if (!refused)
            candidate["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) };
        return Results.Json(new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = question.TextTokens + question.PictureTokens,
                ["candidatesTokenCount"] = refused ? 0 : text.Length / 4,
                ["thoughtsTokenCount"] = 20,
                ["promptTokensDetails"] = new JsonArray(
                    new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = question.TextTokens }, new JsonObject { ["modality"] = "IMAGE", ["tokenCount"] = question.PictureTokens }),
            },
            ["modelVersion"] = question.Model,
            ["responseId"] = job.Id,
        });
    }
}
