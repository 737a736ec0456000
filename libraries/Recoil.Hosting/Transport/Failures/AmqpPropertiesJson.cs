using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>AMQP properties with their headers as JSON and back. Every header value keeps its AMQP type.</summary>
internal static class AmqpPropertiesJson
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(IReadOnlyBasicProperties properties)
    {
        var json = new JsonObject();
        Add("contentType", properties.ContentType);
        Add("contentEncoding", properties.ContentEncoding);
        Add("correlationId", properties.CorrelationId);
        Add("replyTo", properties.ReplyTo);
        Add("messageId", properties.MessageId);
        Add("type", properties.Type);
        Add("appId", properties.AppId);
        if (properties.IsPriorityPresent())
            json["priority"] = properties.Priority;
        if (properties.IsTimestampPresent())
            json["timestamp"] = properties.Timestamp.UnixTime;
        if (properties.Headers is { Count: > 0 } headers)
            json["headers"] = Table(headers);
        return Encoding.UTF8.GetBytes(json.ToJsonString());

        void Add(string name, string? value)
        {
            if (value is not null)
                json[name] = value;
        }
    }

    /// <remarks>A message that is sent again is persistent and has no expiration; its user is whoever sends it.</remarks>
    public static BasicProperties Read(ReadOnlySpan<byte> utf8)
    {
        var json = JsonNode.Parse(utf8)!.AsObject();
        var properties = new BasicProperties
        {
            DeliveryMode = DeliveryModes.Persistent,
            ContentType = (string?)json["contentType"],
            ContentEncoding = (string?)json["contentEncoding"],
            CorrelationId = (string?)json["correlationId"],
            ReplyTo = (string?)json["replyTo"],
            MessageId = (string?)json["messageId"],
            Type = (string?)json["type"],
            AppId = (string?)json["appId"],
        };
        if (json["priority"] is { } priority)
            properties.Priority = (byte)priority;
        if (json["timestamp"] is { } timestamp)
            properties.Timestamp = new AmqpTimestamp((long)timestamp);
        if (json["headers"] is JsonObject headers)
            properties.Headers = Table(headers);
        return properties;
    }

    private static JsonObject Table(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var table = new JsonObject();
        foreach (var (name, value) in values)
            table[name] = Value(value);
        return table;
    }

    private static JsonObject? Value(object? value) => value switch
    {
        null => null,
        string text => Of("text", text),
        byte[] bytes => TextOf(bytes) is { } text ? Of("text", text) : Of("bytes", Convert.ToBase64String(bytes)),
        bool truth => Of("bool", truth),
        sbyte number => Of("sbyte", number),
        byte number => Of("byte", number),
        short number => Of("short", number),
        ushort number => Of("ushort", number),
        int number => Of("int", number),
        uint number => Of("uint", number),
        long number => Of("long", number),
        float number => Of("float", number.ToString("R", CultureInfo.InvariantCulture)),
        double number => Of("double", number.ToString("R", CultureInfo.InvariantCulture)),
        decimal number => Of("decimal", number),
        AmqpTimestamp at => Of("timestamp", at.UnixTime),
        BinaryTableValue binary => Of("binary", Convert.ToBase64String(binary.Bytes ?? [])),
        IDictionary<string, object?> table => new JsonObject { ["table"] = Table(table) },
        System.Collections.IList list => new JsonObject { ["list"] = new JsonArray([.. list.Cast<object?>().Select(Value)]) },
        _ => throw new NotSupportedException($"A header of the type {value.GetType().Name} is not known."),
    };

    private static object? Value(JsonNode? node)
    {
        if (node is null)
            return null;
        var (type, value) = node.AsObject().Single();
        return type switch
        {
            "text" => Encoding.UTF8.GetBytes((string)value!),
            "bytes" => Convert.FromBase64String((string)value!),
            "bool" => (bool)value!,
            "sbyte" => (sbyte)value!,
            "byte" => (byte)value!,
            "short" => (short)value!,
            "ushort" => (ushort)value!,
            "int" => (int)value!,
            "uint" => (uint)value!,
            "long" => (long)value!,
            "float" => float.Parse((string)value!, CultureInfo.InvariantCulture),
            "double" => double.Parse((string)value!, CultureInfo.InvariantCulture),
            "decimal" => (decimal)value!,
            "timestamp" => new AmqpTimestamp((long)value!),
            "binary" => new BinaryTableValue(Convert.FromBase64String((string)value!)),
            "table" => Table(value!.AsObject()),
            "list" => value!.AsArray().Select(Value).ToList(),
            _ => throw new InvalidDataException($"A stored header has the type '{type}', which is not known."),
        };
    }

    private static Dictionary<string, object?> Table(JsonObject json) =>
        json.ToDictionary(entry => entry.Key, entry => Value(entry.Value), StringComparer.Ordinal);

    private static JsonObject Of(string type, JsonNode value) => new() { [type] = value };

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // A long string of AMQP may hold anything.
            return null;
        }
    }
}
