using System.Globalization;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Files;

namespace Recoil.Providers.Runway;

/// <summary>What is sent for a take.</summary>
internal sealed class RunwayOrders(RunwayPictures pictures, Func<string, ProviderException> refuse)
{
    private const int LongestPrompt = 1000;
    private const int MostReferences = 3;

    /// <summary>Where it is sent.</summary>
    public static string PathOf(GenerationRequest request) => request.Take.Operation == Operation.ImageT2i
        ? "/v1/text_to_image"
        : request.Take.StartFrame is null && request.Take.EndFrame is null ? "/v1/text_to_video" : "/v1/image_to_video";

    /// <exception cref="ProviderException">Runway cannot be asked for it.</exception>
    public async Task<JsonObject> BodyAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        var take = request.Take;
        var body = new JsonObject
        {
            ["model"] = RemoteProvider.ModelOf(request),
            ["ratio"] = RunwayRatio.Of(request) ?? throw refuse($"Runway makes no {take.AspectRatio} with {RemoteProvider.ModelOf(request)}; the model's option ratio can say pixels"),
        };
        if (request.Model.TakesSeed)
            body["seed"] = take.Seed % (1L + uint.MaxValue);
        if (take.Operation == Operation.ImageT2i)
            await AddReferencesAsync(body, request, cancellationToken);
        else
            await AddFramesAsync(body, take, cancellationToken);
        return body;
    }

    private async Task AddFramesAsync(JsonObject body, GenerateTake take, CancellationToken cancellationToken)
    {
        var seconds = take.Duration ?? 5;
        body["promptText"] = Fitting(take.Prompt);
        body["duration"] = seconds == Math.Truncate(seconds) && seconds is >= 2 and <= 30
            ? (int)seconds
            : throw refuse(string.Create(CultureInfo.InvariantCulture, $"Runway makes clips of whole seconds, 2 or more, not of {seconds} s"));
        var frames = new JsonArray();
        foreach (var (position, path) in ((string, string?)[])[("first", take.StartFrame), ("last", take.EndFrame)])
        {
            if (path is not null)
                frames.Add(new JsonObject { ["uri"] = await pictures.AddressOfAsync(path, cancellationToken), ["position"] = position });
        }

        if (frames.Count > 0)
            body["promptImage"] = frames;
    }

    /// <summary>The prompt speaks of a reference by its tag.</summary>
    private async Task AddReferencesAsync(JsonObject body, GenerationRequest request, CancellationToken cancellationToken)
    {
        var references = TakeReference.Of(request);
        if (references.Count > MostReferences)
            throw refuse($"Runway takes {MostReferences} reference pictures at most, not {references.Count}");
        var list = new JsonArray();
        var roles = "";
        foreach (var (reference, number) in references.Select((reference, index) => (reference, index + 1)))
        {
            list.Add(new JsonObject { ["uri"] = await pictures.AddressOfAsync(reference.Path, cancellationToken), ["tag"] = $"ref_{number}" });
            roles += $" @ref_{number}: {reference.Role}.";
        }

        if (list.Count > 0)
            body["referenceImages"] = list;
        body["promptText"] = Fitting(request.Take.Prompt + roles);
    }

    private string Fitting(string prompt) => prompt.Length <= LongestPrompt ? prompt : throw refuse($"Runway takes prompts of {LongestPrompt} characters at most, not {prompt.Length}");
}
