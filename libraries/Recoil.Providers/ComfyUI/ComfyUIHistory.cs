using System.Globalization;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.ComfyUI;

/// <summary>What the history of a server says of a job that is over.</summary>
internal static class ComfyUIHistory
{
    private static readonly string[] s_clips = [".mp4", ".webm", ".mov", ".mkv"];

    /// <summary>The address of what the job has made, below the server's; null when there is nothing. Saved files come before previews.</summary>
    /// <param name="entry">The job's entry.</param>
    /// <param name="clip">Whether a clip is wanted. Clips stand among <c>images</c>, <c>gifs</c> or <c>video</c>, after the node that saved them.</param>
    public static string? ResultOf(JsonElement? entry, bool clip)
    {
        if (entry.At("outputs") is not { ValueKind: JsonValueKind.Object } outputs)
            return null;
        var files = outputs.EnumerateObject()
            .Where(node => node.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(node => node.Value.EnumerateObject())
            .SelectMany(list => ((JsonElement?)list.Value).Items())
            .Where(file => file.At("filename").Text() is { } name && s_clips.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) == clip)
            .ToList();
        return files.OrderBy(file => file.At("type").Text() == "output" ? 0 : 1).Select(AddressOf).FirstOrDefault();
    }

    /// <summary>What the job cost by the time that it took; null when nobody says what an hour costs.</summary>
    /// <param name="entry">The job's entry.</param>
    /// <param name="usdPerHour">The account's rate; null when there is none.</param>
    public static KnownCost? CostOf(JsonElement? entry, string? usdPerHour)
    {
        if (!decimal.TryParse(usdPerHour, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate))
            return null;
        var times = entry.At("status", "messages").Items()
            .Select(message => message.ValueKind == JsonValueKind.Array && message.GetArrayLength() > 1 ? ((JsonElement?)message[1]).At("timestamp").Number() : null)
            .OfType<decimal>()
            .ToList();
        return times.Count > 1 ? KnownCost.Computed(Math.Round((times.Max() - times.Min()) / 3_600_000 * rate, 6)) : null;
    }

    private static string AddressOf(JsonElement file) =>
        $"/view?filename={Escaped(file, "filename")}&subfolder={Escaped(file, "subfolder")}&type={Escaped(file, "type")}";

    private static string Escaped(JsonElement file, string field) => Uri.EscapeDataString(file.At(field).Text() ?? "");
}
