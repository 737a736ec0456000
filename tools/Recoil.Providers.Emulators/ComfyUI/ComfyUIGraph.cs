using System.Globalization;
using System.Text.Json.Nodes;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.ComfyUI;

/// <summary>Understands a graph as far as drawing needs it: which words lead to the sampler, which files are loaded for what, how large it is.</summary>
internal sealed class ComfyUIGraph(JsonObject graph)
{
    private static readonly string[] s_modelInputs = ["ckpt_name", "unet_name"];
    private static readonly string[] s_outputs = ["SaveImage", "SaveVideo", "SaveWEBM", "VHS_VideoCombine", "PreviewImage"];

    /// <summary>Whether a node saves something.</summary>
    public bool HasOutput => Nodes.Any(node => s_outputs.Contains(ClassOf(node.Value), StringComparer.Ordinal));

    /// <summary>The node that saves, by its id.</summary>
    public string Output => Nodes.First(node => s_outputs.Contains(ClassOf(node.Value), StringComparer.Ordinal)).Key;

    /// <summary>The node that loads the model, and the file that it names.</summary>
    public (string Node, string Class, string Input, string File)? Model => Nodes
        .SelectMany(node => s_modelInputs.Select(input => (node.Key, Class: ClassOf(node.Value) ?? "", input, File: Input(node.Value, input))))
        .Where(loader => loader.File is not null)
        .Select(loader => ((string, string, string, string)?)(loader.Key, loader.Class, loader.input, loader.File!.ToString()))
        .FirstOrDefault();

    /// <summary>A node without a class, by its id; null when all have one.</summary>
    public string? Unclassed => graph.Where(node => node.Value is not JsonObject entry || ClassOf(entry) is null).Select(node => node.Key).FirstOrDefault();

    private IEnumerable<KeyValuePair<string, JsonObject>> Nodes => graph.Select(node => KeyValuePair.Create(node.Key, node.Value!.AsObject()));

    /// <summary>What is ordered.</summary>
    /// <param name="files">What was uploaded, by name.</param>
    public EmulatedOrder Order(IReadOnlyDictionary<string, byte[]> files)
    {
        var clip = Nodes.FirstOrDefault(node => Input(node.Value, "length") is not null).Value;
        var (first, last) = (Loaded(clip, "start_image"), Loaded(clip, "end_image"));
        var loaded = Nodes.Where(node => ClassOf(node.Value) == "LoadImage").Select(node => Input(node.Value, "image")!.ToString());
        var fps = Number(Nodes.Select(node => Input(node.Value, "fps")).FirstOrDefault(value => value is not null)) ?? 24;
        return new EmulatedOrder
        {
            Model = Model?.File ?? "none",
            Prompt = Words(Nodes.Select(node => Input(node.Value, "positive")).FirstOrDefault(link => link is not null)),
            AspectRatio = Nodes.Select(node => (Width: Input(node.Value, "width"), Height: Input(node.Value, "height")))
                .Where(size => size is { Width: not null, Height: not null }).Select(size => $"{size.Width}:{size.Height}").FirstOrDefault() ?? "1:1",
            Seconds = clip is null ? null : (Number(Input(clip, "length")) - 1) / fps,
            Seed = (long)(Number(Nodes.Select(node => Input(node.Value, "seed") ?? Input(node.Value, "noise_seed")).FirstOrDefault(seed => seed is not null)) ?? 0),
            FirstFrame = Bytes(first),
            LastFrame = Bytes(last),
            References = [.. loaded.Where(name => name != first && name != last).Select(Bytes).OfType<byte[]>()],
        };

        byte[]? Bytes(string? name) => name is null ? null : files.GetValueOrDefault(name);
    }

    /// <summary>The files that are loaded, with the nodes that load them.</summary>
    public IEnumerable<(string Node, string File)> Loads => Nodes.Where(node => ClassOf(node.Value) == "LoadImage").Select(node => (node.Key, Input(node.Value, "image")?.ToString() ?? ""));

    private static string? ClassOf(JsonObject node) => node["class_type"]?.GetValue<string>();

    private static JsonNode? Input(JsonObject? node, string name) => node?["inputs"]?[name];

    private static decimal? Number(JsonNode? node) =>
        decimal.TryParse(node?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Loaded(JsonObject? node, string input) => Linked(Input(node, input)) is { } loader ? Input(loader, "image")?.ToString() : null;

    private JsonObject? Linked(JsonNode? link) => link is JsonArray { Count: 2 } list ? graph[list[0]!.ToString()]?.AsObject() : null;

    private string Words(JsonNode? link)
    {
        for (var node = Linked(link); node is not null; node = Linked(Input(node, "positive")))
        {
            if (Input(node, "text") is { } text)
                return text.ToString();
        }

        return "";
    }
}
