using System.Text;
using System.Text.Json.Nodes;

namespace Recoil.Hosting.Tests.Malformed;

/// <summary>MassTransit's envelope, written by hand as a planner in another language writes it.</summary>
internal static class Envelope
{
    public static JsonObject Of(string urn, JsonNode? message, Guid messageId) => new()
    {
        ["messageId"] = messageId.ToString(),
        ["conversationId"] = messageId.ToString(),
        ["messageType"] = new JsonArray(urn),
        ["message"] = message,
        ["sentTime"] = "2026-11-22T10:15:30Z",
    };

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
