using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;
using Recoil.Contracts.Rules;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>Puts what a person has corrected into the body of a failed message, if it keeps the rules of its message.</summary>
public static class EditedBody
{
    private static readonly JsonSerializerOptions s_json = MessageJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options));
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    private static readonly Dictionary<string, MessageRules> s_rules =
        MessageRules.All.ToDictionary(rules => MessageUrn.ForTypeString(rules.MessageType), StringComparer.Ordinal);

    /// <summary>Makes the body to send.</summary>
    /// <param name="failed">The body that failed.</param>
    /// <param name="edited">The message as JSON, which replaces the message in the envelope that failed; or a whole envelope.</param>
    /// <returns>The new body, or why it is refused, in one line.</returns>
    public static (byte[]? Body, string? Refusal) Make(ReadOnlySpan<byte> failed, string edited)
    {
        JsonObject given;
        try
        {
            if (JsonNode.Parse(edited, documentOptions: s_strict) is not JsonObject parsed)
                return (null, "The edited body is no JSON object.");
            given = parsed;
        }
        catch (JsonException mistake)
        {
            return (null, $"The edited body is no JSON: line {mistake.LineNumber + 1}, column {mistake.BytePositionInLine + 1}.");
        }

        var envelope = given["messageType"] is JsonArray && given["message"] is JsonObject ? given : Envelope(failed);
        if (envelope is null)
            return (null, "The failed message has no envelope that can be read. Give a whole envelope with messageId, messageType and message.");
        if (!ReferenceEquals(envelope, given))
            envelope["message"] = given;
        return RefusalOf(envelope) is { } refusal ? (null, refusal) : (Encoding.UTF8.GetBytes(envelope.ToJsonString()), null);
    }

    private static string? RefusalOf(JsonObject envelope)
    {
        if (envelope["messageId"] is not JsonValue id || !id.TryGetValue<string>(out var text) || !Guid.TryParse(text, out _))
            return "The envelope has no messageId.";
        var types = (envelope["messageType"] as JsonArray)?.Select(type => type is JsonValue value && value.TryGetValue<string>(out var urn) ? urn : null).ToList() ?? [];
        if (types.Find(urn => urn is not null && s_rules.ContainsKey(urn)) is not { } known)
            return "Nothing is known of such a message, so its body cannot be checked. Retry or discard it.";
        var rules = s_rules[known];
        try
        {
            return envelope["message"].Deserialize(rules.MessageType, s_json) is { } message
                ? rules.Refusal(message) is { } refusal ? $"{rules.MessageType.Name}: {refusal}." : null
                : $"{rules.MessageType.Name}: the message is null.";
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or NotSupportedException)
        {
            return $"{rules.MessageType.Name}: {unreadable.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static JsonObject? Envelope(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject json && json["messageType"] is JsonArray ? json : null;
        }
        catch (JsonException)
        {
            // It may have failed for that.
            return null;
        }
    }
}
