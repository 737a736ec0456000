using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Files;

namespace Recoil.Providers.Inputs;

/// <summary>
/// Writes a take as the input of a model with fields of its own. The profile's options say how they are called, such as <c>last_frame_field</c>, and what
/// else is sent, such as <c>input.resolution</c>.
/// </summary>
internal static class ModelInput
{
    private const string Fixed = "input.";

    /// <summary>The input.</summary>
    /// <param name="request">The take.</param>
    /// <param name="usual">How fields are called where the profile does not say it.</param>
    /// <param name="addressOf">Where the provider finds a picture: its address, or the picture itself as a <c>data:</c> address.</param>
    /// <param name="refuse">Makes the error for what the model has no field for.</param>
    public static async Task<JsonObject> WriteAsync(GenerationRequest request, InputNames usual, Func<TakeReference, Task<string>> addressOf, Func<string, ProviderException> refuse)
    {
        var take = request.Take;
        var clip = take.Operation == Operation.VideoI2v;
        var references = clip ? [] : TakeReference.Of(request);
        var input = new JsonObject();
        foreach (var (name, value) in FixedInputs(request))
            input[name] = value;

        input[Name("prompt_field", usual.Prompt)] = TakeReference.PromptOf(take.Prompt, references);
        if (Name("aspect_ratio_field", usual.AspectRatio) is { Length: > 0 } ratio)
            input[ratio] = ModelFit.NearestRatio(request.Model, take.AspectRatio) ?? take.AspectRatio;
        if (request.Model.TakesSeed && Name("seed_field", usual.Seed) is { Length: > 0 } seed)
            input[seed] = take.Seed % int.MaxValue;
        if (references.Count > 0)
        {
            var pictures = new JsonArray();
            foreach (var reference in references)
                pictures.Add(await addressOf(reference));
            input[Needed("references_field", usual.References, "reference pictures")] = pictures;
        }

        if (!clip)
            return input;
        if (take.StartFrame is { } first)
            input[Needed("first_frame_field", usual.FirstFrame, "a first frame")] = await addressOf(new TakeReference(first, "the first frame"));
        if (take.EndFrame is { } last)
            input[Needed("last_frame_field", usual.LastFrame, "a last frame")] = await addressOf(new TakeReference(last, "the last frame"));
        if (take.Duration is { } duration && (Name("duration_field", usual.Duration) is { Length: > 0 } || request.Model.Durations is not [var only] || only != duration))
            input[Needed("duration_field", usual.Duration, "a length")] = Length(duration);
        return input;

        string Name(string option, string otherwise) => RemoteProvider.Option(request, option) ?? otherwise;

        string Needed(string option, string otherwise, string what) => Name(option, otherwise) is { Length: > 0 } name
            ? name
            : throw refuse($"{RemoteProvider.ModelOf(request)} has no field for {what}; where it has one, name it in the model's option {option}");

        JsonNode Length(decimal seconds) => RemoteProvider.Option(request, "duration_as") switch
        {
            null or "number" => JsonValue.Create(seconds),
            "text" => JsonValue.Create(seconds.ToString("0.###", CultureInfo.InvariantCulture)),
            "seconds" => JsonValue.Create(seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s"),
            { } other => throw refuse($"the option duration_as is number, text or seconds, not {other}"),
        };
    }

    /// <summary>A value is JSON where it can be read as such, else a text: <c>1080p</c>, <c>false</c>, <c>0.5</c>, <c>"5"</c>.</summary>
    private static IEnumerable<(string Name, JsonNode? Value)> FixedInputs(GenerationRequest request) =>
        (request.Model.Options ?? new Dictionary<string, string>(StringComparer.Ordinal)).Concat(request.Take.ProviderOptions ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .Where(option => option.Key.StartsWith(Fixed, StringComparison.Ordinal))
            .Select(option => (option.Key[Fixed.Length..], Value(option.Value)));

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
