using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Recoil.Cli.Errors;

/// <summary>A message that no service could take, with why.</summary>
internal sealed record FailedMessage
{
    public required ulong DeliveryTag { get; init; }

    /// <summary>The error queue that it lies in.</summary>
    public required string Queue { get; init; }

    /// <summary>The message's type, such as <c>GenerateTake</c>; <c>unreadable</c> when it has none.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, as it was said.</summary>
    public required string Cause { get; init; }

    /// <summary>When it failed; null if the message does not say.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>The message's id, or <c>-</c>.</summary>
    public required string Id { get; init; }
    public required IReadOnlyBasicProperties Properties { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    public static FailedMessage Of(string queue, BasicGetResult taken)
    {
        var headers = taken.BasicProperties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        var (type, id) = Envelope(taken.Body);
        var death = FirstDeath(headers);
        return new FailedMessage
        {
            DeliveryTag = taken.DeliveryTag,
            Queue = queue,
            Type = type ?? "unreadable",
            Cause = CauseOf(headers, death),
            At = Text(headers, "MT-Fault-Timestamp") is { } at && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : death?.At,
            Id = taken.BasicProperties.MessageId is { Length: > 0 } given ? given : id ?? "-",
            Properties = taken.BasicProperties,
            Body = taken.Body.ToArray(),
        };
    }

    /// <summary>Its properties without what its failure added.</summary>
    public BasicProperties BeforeItFailed()
    {
        var properties = new BasicProperties(Properties);
        foreach (var name in (properties.Headers?.Keys ?? []).Where(IsOfTheFailure).ToList())
            properties.Headers!.Remove(name);
        return properties;
    }

    private static bool IsOfTheFailure(string header) =>
        header.StartsWith("MT-Fault-", StringComparison.Ordinal) || header.StartsWith("MT-Host-", StringComparison.Ordinal)
        || header.StartsWith("x-first-death-", StringComparison.Ordinal) || header.StartsWith("x-last-death-", StringComparison.Ordinal)
        || header is "MT-Reason" or "x-death" or "x-delivery-count" or "x-acquired-count";

    private static string CauseOf(IDictionary<string, object?> headers, Death? death)
    {
        if (Text(headers, "MT-Fault-ExceptionType") is { } exception)
        {
            var name = exception[(exception.LastIndexOf('.') + 1)..];
            return Text(headers, "MT-Fault-Message") is { } message ? $"{name}: {message.ReplaceLineEndings(" ")}" : name;
        }

        return death is { } dead ? dead.Reason : Text(headers, "MT-Reason") ?? "no cause given";
    }

    /// <summary>What the broker wrote down when it moved the message away itself; the newest stands first.</summary>
    private static Death? FirstDeath(IDictionary<string, object?> headers)
    {
        if (!headers.TryGetValue("x-death", out var deaths) || deaths is not IList<object> { Count: > 0 } list || list[0] is not IDictionary<string, object?> first)
            return null;
        return new Death(
            Text(first, "reason") switch
            {
                "delivery_limit" => "delivery_limit: redelivered too often: its consumers died or lost the connection",
                "expired" => "expired: not consumed in time",
                { } other => other,
                null => "moved away by the broker",
            },
            first.TryGetValue("time", out var time) && time is AmqpTimestamp at ? DateTimeOffset.FromUnixTimeSeconds(at.UnixTime) : null);
    }

    private static string? Text(IDictionary<string, object?> headers, string name) => headers.TryGetValue(name, out var value)
        ? value switch
        {
            byte[] utf8 => Encoding.UTF8.GetString(utf8),
            string text => text,
            _ => null,
        }
        : null;

    /// <summary>Type and id out of MassTransit's envelope, where the body is one.</summary>
    private static (string? Type, string? Id) Envelope(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return (null, null);
            var type = json.RootElement.TryGetProperty("messageType", out var types) && types is { ValueKind: JsonValueKind.Array } && types.GetArrayLength() > 0
                && types[0].ValueKind == JsonValueKind.String ? types[0].GetString() : null;
            var id = json.RootElement.TryGetProperty("messageId", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
            return (type?[(type.LastIndexOf(':') + 1)..], id);
        }
        catch (JsonException)
        {
            // That it cannot be read may well be why it is here.
            return (null, null);
        }
    }

    private readonly record struct Death(string Reason, DateTimeOffset? At);
}
