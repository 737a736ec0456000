using System.Globalization;
using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Providers.Files;

namespace Recoil.Providers.ComfyUI;

/// <summary>What stands in a workflow's slots for a take.</summary>
internal static class ComfyUISlots
{
    private const int UsualPixels = 1 << 20;
    private const int UsualFps = 24;

    /// <summary>The pictures that go along, by their slots. A frame that the workflow has no slot for cannot be left out; a reference beyond its slots can.</summary>
    public static IReadOnlyDictionary<string, string> PicturesOf(GenerationRequest request, ComfyUIWorkflow workflow, Func<string, ProviderException> refuse)
    {
        var take = request.Take;
        var pictures = new Dictionary<string, string>(StringComparer.Ordinal);
        if (take.Operation == Operation.VideoI2v)
        {
            foreach (var (slot, path) in ((string, string?)[])[("start_frame", take.StartFrame), ("end_frame", take.EndFrame)])
            {
                if (path is not null)
                    pictures[slot] = workflow.Slots.Contains(slot, StringComparer.Ordinal) ? path : throw refuse($"the workflow has no slot {{{{{slot}}}}} for the take's picture");
            }
        }
        else
        {
            foreach (var (reference, index) in TakeReference.Of(request).Take(workflow.References).Select((reference, index) => (reference, index)))
                pictures[$"reference_{index + 1}"] = reference.Path;
            if (take.SceneRefPath is { } scene)
                pictures["scene"] = scene;
        }

        return pictures;
    }

    /// <summary>All values that a take has.</summary>
    /// <param name="request">The take.</param>
    /// <param name="pictures">The names that the server gave to the pictures, by their slots.</param>
    public static IReadOnlyDictionary<string, JsonValue> ValuesOf(GenerationRequest request, IReadOnlyDictionary<string, string> pictures)
    {
        var (width, height) = SizeOf(request.Take.AspectRatio, (int)Number(request, "pixels", UsualPixels));
        var fps = Number(request, "fps", UsualFps);
        var values = new Dictionary<string, JsonValue>(StringComparer.Ordinal)
        {
            ["prompt"] = JsonValue.Create(request.Take.Prompt),
            ["negative_prompt"] = JsonValue.Create(RemoteProvider.Option(request, "negative_prompt") ?? ""),
            ["model"] = JsonValue.Create(RemoteProvider.ModelOf(request)),
            ["seed"] = JsonValue.Create(request.Take.Seed),
            ["aspect_ratio"] = JsonValue.Create(request.Take.AspectRatio),
            ["width"] = JsonValue.Create(width),
            ["height"] = JsonValue.Create(height),
            ["fps"] = JsonValue.Create(fps),
        };
        if (request.Take.Operation == Operation.VideoI2v)
        {
            var seconds = request.Take.Duration ?? 5;
            values["duration"] = JsonValue.Create(seconds);
            // Video models count the first frame beside those of the seconds.
            values["frames"] = JsonValue.Create((int)Math.Round(seconds * fps) + 1);
        }

        foreach (var (slot, name) in pictures)
            values[slot] = JsonValue.Create(name);
        return values;
    }

    /// <summary>Sides of this ratio and about this area that are multiples of 16, as models want them.</summary>
    public static (int Width, int Height) SizeOf(string ratio, int pixels)
    {
        var sides = ratio.Split(':', '/', 'x');
        var shape = sides.Length == 2 && double.TryParse(sides[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width)
            && double.TryParse(sides[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height) && width > 0 && height > 0
            ? width / height
            : 1;
        return (Side(Math.Sqrt(pixels * shape)), Side(Math.Sqrt(pixels / shape)));

        static int Side(double length) => Math.Max(16, (int)Math.Round(length / 16) * 16);
    }

    private static decimal Number(GenerationRequest request, string option, decimal usual) =>
        decimal.TryParse(RemoteProvider.Option(request, option), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : usual;
}
