using System.Text.Json;
using Recoil.Providers.Http;

namespace Recoil.Providers.ComfyUI;

/// <summary>Reads a server's queue.</summary>
internal static class ComfyUIQueue
{
    public static ComfyUIPlace PlaceOf(JsonElement? queue, string job) =>
        Has(queue.At("queue_running"), job) ? ComfyUIPlace.Running : Has(queue.At("queue_pending"), job) ? ComfyUIPlace.Pending : ComfyUIPlace.NotQueued;

    /// <summary>An entry is a list: its number, the job's id, the graph.</summary>
    private static bool Has(JsonElement? list, string job) =>
        list.Items().Any(entry => entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() > 1 && ((JsonElement?)entry[1]).Text() == job);
}
