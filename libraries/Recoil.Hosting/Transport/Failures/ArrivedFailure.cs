using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Recoil.Contracts;
using Recoil.Storage.Failures;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>A message as it arrives in an error queue.</summary>
/// <param name="Queue">The error queue.</param>
/// <param name="Properties">Its properties, with what its failure added.</param>
/// <param name="Body">Its body.</param>
internal sealed record ArrivedFailure(string Queue, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>Marks a message that was put back into its error queue.</summary>
    public const string PutBackHeader = "Recoil-Put-Back";

    private const int CauseCharacters = 2_000;

    private static readonly Dictionary<string, object?> s_none = new(StringComparer.Ordinal);

    private readonly IDictionary<string, object?> _headers = Properties.Headers ?? s_none;

    /// <summary>How often RabbitMQ has counted that it came back to the error queue.</summary>
    public long Returns => _headers.TryGetValue("x-delivery-count", out var count) ? Convert.ToInt64(count, CultureInfo.InvariantCulture) : 0;

    /// <summary>Whether it was put back into its error queue, and so may have been stored before.</summary>
    public bool WasPutBack => _headers.ContainsKey(PutBackHeader);

    /// <summary>How it is listed.</summary>
    /// <param name="copy">0 for the first of messages that do not differ in anything.</param>
    /// <param name="now">The time for a message that does not say when it failed.</param>
    public FailedMessage Describe(int copy, DateTimeOffset now)
    {
        var (type, id) = Envelope(Body);
        var death = NewestDeath(_headers);
        var messageId = Properties.MessageId is { Length: > 0 } given ? given : id;
        var failedAt = Text(_headers, "MT-Fault-Timestamp") is { } at && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : death?.At;
        return new FailedMessage
        {
            // Not the time of reading: the same message read again must be the same entry.
            Id = NameBasedUuid.Create(
                Queue, messageId ?? "", Convert.ToHexStringLower(SHA256.HashData(Body.Span)), failedAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "",
                copy.ToString(CultureInfo.InvariantCulture)),
            Queue = Queue,
            Type = type ?? "unreadable",
            Cause = Cut(CauseOf(_headers, death)),
            At = failedAt ?? now,
            MessageId = messageId,
            Bytes = Body.Length,
        };
    }

    /// <summary>What it was before it failed.</summary>
    public FailedMessageContent Content()
    {
        var properties = new BasicProperties(Properties);
        if (Properties.Headers is not null)
            properties.Headers = Properties.Headers.Where(header => !IsOfTheFailure(header.Key)).ToDictionary(StringComparer.Ordinal);
        return new FailedMessageContent(AmqpPropertiesJson.Write(properties), Body);
    }

    /// <summary>Its properties for the same error queue once more, where RabbitMQ begins to count anew.</summary>
    public BasicProperties PutBack()
    {
        var properties = new BasicProperties(Properties)
        {
            DeliveryMode = DeliveryModes.Persistent,
            Headers = _headers.Where(header => header.Key is not ("x-delivery-count" or "x-acquired-count")).ToDictionary(StringComparer.Ordinal),
        };
        properties.Headers[PutBackHeader] = true;
        properties.ClearUserId();
        return properties;
    }

    private static bool IsOfTheFailure(string header) =>
        header.StartsWith("MT-Fault-", StringComparison.Ordinal) || header.StartsWith("MT-Host-", StringComparison.Ordinal)
        || header.StartsWith("x-first-death-", StringComparison.Ordinal) || header.StartsWith("x-last-death-", StringComparison.Ordinal)
        || header is "MT-Reason" or "x-death" or "x-delivery-count" or "x-acquired-count" or PutBackHeader;

    private static string Cut(string cause) => cause.Length <= CauseCharacters ? cause : $"{cause[..(CauseCharacters - 1)]}…";

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
    private static Death? NewestDeath(IDictionary<string, object?> headers)
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
