using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Recoil.Contracts.Tests.Documents;

namespace Recoil.Hosting.Tests.Malformed;

/// <summary>Wrong messages of many kinds, made from the documented examples. The same seed gives the same messages.</summary>
internal sealed class MalformedMessages(IReadOnlyList<Target> targets, int seed)
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>Fields that may hold any number.</summary>
    private static readonly HashSet<string> s_anyNumber = new(StringComparer.Ordinal) { "seed" };

    private readonly Random _random = new(seed);

    /// <summary>All of them, in an order that the seed decides.</summary>
    public IReadOnlyList<MalformedMessage> All()
    {
        var all = targets.SelectMany(target => WrongEnvelopes(target).Concat(WrongFields(target)).Concat(AboutNothing(target)))
            .Concat(targets.Select(target => target.Queue).Distinct(StringComparer.Ordinal).SelectMany(WrongForQueue))
            .ToArray();
        _random.Shuffle(all);
        return all;
    }

    /// <summary>A message that is about a real shot, sent to where the real ones go.</summary>
    public MalformedMessage About(string type, JsonObject message, string kind, bool ignored = false)
    {
        var target = targets.Single(t => t.Type.Name == type && !t.IsFault);
        return Send(target, kind, "a real shot", Envelope.Of(target.Urn, message, NewId())) with { IsIgnored = ignored };
    }

    private IEnumerable<MalformedMessage> WrongEnvelopes(Target target)
    {
        var message = Example(target);
        var right = Envelope.Bytes(Envelope.Of(target.Urn, message.DeepClone(), NewId()));

        yield return SendBytes(target, "no envelope", Envelope.Bytes(message));
        yield return SendBytes(target, "raw JSON", Envelope.Bytes(message)) with { ContentType = "application/json" };
        yield return SendBytes(target, "raw JSON without a content type", Envelope.Bytes(message)) with { ContentType = null };
        yield return SendBytes(target, "empty body", []);
        yield return SendBytes(target, "not JSON", "please make a shot of a harbour"u8.ToArray());
        yield return SendBytes(target, "no object", "[1,2,3]"u8.ToArray());
        yield return SendBytes(target, "null instead of an envelope", "null"u8.ToArray());
        for (var i = 0; i < 3; i++)
            yield return SendBytes(target, "truncated envelope", right[..(1 + _random.Next(right.Length - 2))]);
        yield return SendBytes(target, "truncated envelope, headers of a wrong type", right[..(right.Length / 2)]) with { Headers = WrongHeaders() };
        yield return SendBytes(target, "invalid UTF-8", InvalidUtf8(right));
        yield return SendBytes(target, "UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(right)));
        yield return SendBytes(target, "gzip", Zipped(right)) with { ContentEncoding = "gzip" };
        yield return SendBytes(target, "unknown content type", "<shot/>"u8.ToArray()) with { ContentType = "application/x-shot" };
        yield return SendBytes(target, "content type that is none", "<shot/>"u8.ToArray()) with { ContentType = "!?" };

        yield return Changed(target, "messageType of nobody", e => e["messageType"] = new JsonArray("urn:message:Nobody:Knows"));
        yield return Changed(target, "messageType that is no urn", e => e["messageType"] = new JsonArray("ShotRequested"));
        yield return Changed(target, "no messageType", e => e.Remove("messageType"));
        yield return Changed(target, "empty messageType", e => e["messageType"] = new JsonArray());
        yield return Changed(target, "messageType is a number", e => e["messageType"] = 7);
        yield return Changed(target, "no message", e => e.Remove("message"));
        yield return Changed(target, "message is null", e => e["message"] = null);
        yield return Changed(target, "message is a list", e => e["message"] = new JsonArray(1, 2));
        yield return Changed(target, "message is a text", e => e["message"] = "a shot");
        yield return Changed(target, "message is empty", e => e["message"] = new JsonObject());
        yield return Changed(target, "no messageId", e => e.Remove("messageId"));
        yield return Changed(target, "messageId is no id", e => e["messageId"] = "message 1");
        yield return Changed(target, "sentTime is no time", e => e["sentTime"] = "yesterday");
        yield return Changed(target, "envelope's headers are a text", e => e["headers"] = "traceparent");
        yield return Changed(target, "conversationId is a list", e => e["conversationId"] = new JsonArray(1));
        yield return Changed(target, "faultAddress of nobody", e => (e["faultAddress"], e["message"]) = ("http://planner.invalid/", new JsonObject()));
        yield return Changed(target, "faultAddress that is none", e => (e["faultAddress"], e["message"]) = ("by post", new JsonObject()));
        yield return Changed(target, "deep nesting", e => e["message"]!["note"] = Nested(100));

        var other = targets[_random.Next(targets.Count)];
        while (other.Type == target.Type || other.Queue == target.Queue)
            other = targets[_random.Next(targets.Count)];
        yield return Changed(target, "messageType of another message", e => e["messageType"] = new JsonArray(other.Urn));
        yield return new MalformedMessage("message on another's queue", target.Name, "", other.Queue, right);
    }

    private IEnumerable<MalformedMessage> WrongFields(Target target)
    {
        // A fault holds the message that failed; who, when and why is MassTransit's.
        if (target.IsFault)
        {
            yield return ChangedMessage(target, "fault of nothing", "message", m => m["message"] = null);
            yield return ChangedMessage(target, "fault without a message", "message", m => m.Remove("message"));
            yield return ChangedMessage(target, "fault of a text", "message", m => m["message"] = "a shot");
            yield return ChangedMessage(target, "fault without exceptions", "exceptions", m => m.Remove("exceptions"));
            yield return ChangedMessage(target, "fault whose exception is null", "exceptions", m => m["exceptions"] = new JsonArray((JsonNode?)null));
            foreach (var required in ContractShape.FieldsOf(target.Type).Where(f => f.Required))
                yield return ChangedMessage(target, "fault of a message without a required field", required.Name, m => m["message"]!.AsObject().Remove(required.Name));
            foreach (var id in ContractShape.FieldsOf(target.Type).Where(f => f is { Required: true, Type: "id" }))
                yield return ChangedMessage(target, "fault of an empty id", id.Name, m => m["message"]![id.Name] = Guid.Empty.ToString());
            yield break;
        }

        foreach (var field in ContractShape.FieldsOf(target.Type))
        {
            foreach (var (kind, value) in WrongValues(field))
                yield return ChangedMessage(target, kind, field.Name, m => m[field.Name] = value);
            if (!field.Required)
                continue;
            yield return ChangedMessage(target, "required field is missing", field.Name, m => m.Remove(field.Name));
            yield return ChangedMessage(target, "required field is null", field.Name, m => m[field.Name] = null);
        }

        var doubled = Encoding.UTF8.GetString(Envelope.Bytes(Envelope.Of(target.Urn, Example(target), NewId())));
        var first = ContractShape.FieldsOf(target.Type)[0].Name;
        var at = doubled.IndexOf($"\"{first}\":", StringComparison.Ordinal);
        yield return SendBytes(target, "the same key twice", Encoding.UTF8.GetBytes($"{doubled[..at]}\"{first}\":null,{doubled[at..]}"));

        // Numbers that no JSON library of ours would write.
        foreach (var number in ContractShape.FieldsOf(target.Type).Where(f => f.Type == "number"))
        {
            foreach (var absurd in new[] { "1e400", "-1e400", "1e27", "NaN", "0x10" })
            {
                var marked = Envelope.Of(target.Urn, Example(target), NewId());
                marked["message"]![number.Name] = "@@";
                var text = marked.ToJsonString().Replace("\"@@\"", absurd, StringComparison.Ordinal);
                yield return SendBytes(target, "absurd number", Encoding.UTF8.GetBytes(text));
            }
        }
    }

    private IEnumerable<(string Kind, JsonNode? Value)> WrongValues(ContractField field)
    {
        var wrong = new JsonObject { ["a"] = 1 };
        if (field.Type.StartsWith("list of ", StringComparison.Ordinal))
        {
            yield return ("wrong type", "not a list");
            yield return ("list that holds null", new JsonArray((JsonNode?)null));
            yield return ("list that is too long", new JsonArray([.. Enumerable.Range(0, 2_500).Select(_ => field.Type == "list of text" ? "x" : (JsonNode)wrong.DeepClone())]));
            yield break;
        }

        switch (field.Type)
        {
            case "text":
                yield return ("wrong type", wrong);
                yield return ("text that is too long", new string('x', (field.Name == "body" ? 4_000_000 : 150_000) + _random.Next(1, 1_000)));
                break;
            case "id":
                yield return ("empty id", Guid.Empty.ToString());
                yield return ("id that is none", "SH010");
                yield return ("wrong type", 17);
                break;
            case "number":
                yield return ("negative number", -1);
                yield return ("number as NaN", "NaN");
                yield return ("wrong type", wrong);
                break;
            case "whole number":
                yield return ("wrong type", "many");
                yield return ("half of a whole number", 1.5);
                if (!s_anyNumber.Contains(field.Name))
                    yield return ("negative number", -1 - _random.Next(1_000));
                break;
            case "true or false":
                yield return ("wrong type", "yes");
                break;
            case "time span":
                yield return ("time span that is none", "soon");
                yield return ("negative time span", "-00:10:00");
                yield return ("wrong type", wrong);
                break;
            case "instant":
                yield return ("instant that is none", "2026-13-45T00:00:00Z");
                yield return ("wrong type", 17);
                break;
            case "JSON":
                yield return ("JSON that is too long", new JsonObject { ["a"] = new string('x', 100_000) });
                yield return ("JSON that is too deep", Nested(40));
                if (field.Name != "inputsSnapshot")
                    yield return ("wrong type", 3);
                break;
            default:
                yield return ("wrong type", 3);
                yield return ("unknown word", "no_such_word");
                break;
        }
    }

    /// <summary>Well-formed answers about shots that nobody has asked for.</summary>
    private IEnumerable<MalformedMessage> AboutNothing(Target target)
    {
        if (target is not { Queue: "shots" or "runs", Type.Name: not ("ShotRequested" or "RunRequested" or "CancelShot" or "CancelRun") })
            yield break;

        for (var i = 0; i < 3; i++)
        {
            yield return ChangedMessage(target, "unknown shot", "correlationId", m =>
            {
                var about = target.IsFault ? m["message"]!.AsObject() : m;
                about["correlationId"] = NewId().ToString();
            }) with
            { IsIgnored = true };
        }
    }

    private IEnumerable<MalformedMessage> WrongForQueue(string queue)
    {
        var huge = new byte[5 * Megabyte];
        _random.NextBytes(huge);
        yield return new MalformedMessage("5 MB of noise", queue, "", queue, huge);
        yield return new MalformedMessage("5 MB of text", queue, "", queue, Encoding.UTF8.GetBytes($"{{\"messageType\":[\"{new string('x', 5 * Megabyte)}\"]}}"));
        yield return new MalformedMessage("deep nesting of nothing", queue, "", queue, Encoding.UTF8.GetBytes(new string('[', 100_000)));
        for (var i = 0; i < 3; i++)
        {
            var noise = new byte[_random.Next(1, 500)];
            _random.NextBytes(noise);
            yield return new MalformedMessage("noise", queue, "", queue, noise);
        }
    }

    private MalformedMessage Changed(Target target, string kind, Action<JsonObject> change)
    {
        var envelope = Envelope.Of(target.Urn, Example(target), NewId());
        change(envelope);
        return Send(target, kind, "envelope", envelope);
    }

    private MalformedMessage ChangedMessage(Target target, string kind, string field, Action<JsonObject> change)
    {
        var message = Example(target);
        change(message);
        return Send(target, kind, field, Envelope.Of(target.Urn, message, NewId()));
    }

    private MalformedMessage Send(Target target, string kind, string field, JsonObject envelope) =>
        SendBytes(target, kind, Envelope.Bytes(envelope)) with { About = $"{target.Name} {field}" };

    /// <summary>Through the exchange, as a publisher does, or straight into the queue.</summary>
    private MalformedMessage SendBytes(Target target, string kind, byte[] body) => _random.Next(3) == 0
        ? new MalformedMessage(kind, target.Name, "", target.Queue, body)
        : new MalformedMessage(kind, target.Name, target.Exchange, "malformed", body);

    private JsonObject Example(Target target)
    {
        var message = JsonNode.Parse(ContractsDocument.ExampleOf(target.Type.Name))!.AsObject();
        return target.IsFault
            ? new JsonObject
            {
                ["faultId"] = NewId().ToString(),
                ["faultedMessageId"] = NewId().ToString(),
                ["timestamp"] = "2026-11-22T10:15:30Z",
                ["exceptions"] = new JsonArray(new JsonObject { ["exceptionType"] = "System.Exception", ["message"] = "It did not work.", ["stackTrace"] = "", ["source"] = "" }),
                ["faultMessageTypes"] = new JsonArray($"urn:message:Recoil.Contracts:{target.Type.Name}"),
                ["message"] = message,
            }
            : message;
    }

    private Guid NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static Dictionary<string, object?> WrongHeaders() => new(StringComparer.Ordinal)
    {
        ["MT-Redelivery-Count"] = "many",
        ["MT-Fault-RetryCount"] = new List<object?> { 1, "two" },
        ["MT-Request-Id"] = 17,
        ["traceparent"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = true },
        ["x-death"] = "often",
        ["nothing"] = null,
    };

    private static byte[] InvalidUtf8(byte[] right)
    {
        var at = Encoding.UTF8.GetString(right).IndexOf("message\"", StringComparison.Ordinal);
        var wrong = (byte[])right.Clone();
        wrong[at] = 0xC3;
        wrong[at + 1] = 0x28;
        return wrong;
    }

    private static byte[] Zipped(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
            zip.Write(body);
        return zipped.ToArray();
    }

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (var i = 0; i < depth; i++)
            node = new JsonArray(node);
        return node;
    }
}
