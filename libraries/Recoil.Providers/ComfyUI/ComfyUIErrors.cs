using System.Text.Json;
using Recoil.Contracts;
using Recoil.Providers.Http;

namespace Recoil.Providers.ComfyUI;

/// <summary>ComfyUI's error bodies: <c>{"error": {"type", "message", "details"}, "node_errors": {…}}</c>, and what a node says that failed.</summary>
internal static class ComfyUIErrors
{
    private static readonly string[] s_passing = ["out of memory", "OutOfMemory", "CUDA error", "HIP error", "Allocation on device"];

    /// <summary>The error of an answer; null when its body is not ComfyUI's. One that was begun may have errors of single nodes, and is none.</summary>
    public static ProviderError? Read(ProviderAnswer answer)
    {
        if (answer.IsSuccess || answer.Body.At("error") is not { } error)
            return null;
        var kind = answer.Status is 401 or 403 ? ErrorKind.InvalidCredentials : answer.Status >= 500 ? ErrorKind.Unavailable : ErrorKind.InvalidRequest;
        return error.ValueKind == JsonValueKind.String
            ? new ProviderError(kind, null, error.GetString()!)
            : new ProviderError(kind, error.At("type").Text(), string.Join(" ", new[] { error.At("message").Text(), error.At("details").Text(), Nodes(answer.Body) }.Where(part => !string.IsNullOrEmpty(part))));
    }

    /// <summary>Why a job failed, by the messages of its history.</summary>
    public static (ErrorKind Kind, string Message) WhyFailed(JsonElement? status)
    {
        foreach (var message in status.At("messages").Items())
        {
            if (message.ValueKind != JsonValueKind.Array || message.GetArrayLength() < 2)
                continue;
            var (happened, data) = (message[0].GetString(), (JsonElement?)message[1]);
            if (happened == "execution_interrupted")
                return (ErrorKind.Unknown, $"it was interrupted at node {data.At("node_id").Text()} ({data.At("node_type").Text()})");
            if (happened != "execution_error")
                continue;
            var words = $"{data.At("exception_type").Text()}: {data.At("exception_message").Text()}";
            return (s_passing.Any(sign => words.Contains(sign, StringComparison.OrdinalIgnoreCase)) ? ErrorKind.Unavailable : ErrorKind.Unknown,
                $"node {data.At("node_id").Text()} ({data.At("node_type").Text()}): {words}");
        }

        return (ErrorKind.Unknown, "no reason given");
    }

    /// <summary>What is wrong with single nodes, such as a model's file that the server does not have.</summary>
    private static string Nodes(JsonElement? body) => body.At("node_errors") is { ValueKind: JsonValueKind.Object } nodes
        ? string.Join(" ", nodes.EnumerateObject().SelectMany(node => node.Value.At("errors").Items().Select(error =>
            $"Node {node.Name} ({node.Value.At("class_type").Text()}): {error.At("type").Text()}: {error.At("message").Text()}: {error.At("details").Text()}.")))
        : "";
}
