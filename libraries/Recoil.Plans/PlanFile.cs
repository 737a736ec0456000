using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Recoil.Plans;

/// <summary>A plan's bytes as JSON.</summary>
/// <param name="Json">The document; to be disposed.</param>
/// <param name="Fingerprint">First 8 hexadecimal digits of the SHA-256 of the bytes.</param>
internal sealed partial record PlanFile(JsonDocument Json, string Fingerprint)
{
    private const int Limit = PlanLimits.FileMegabytes * 1024 * 1024;

    /// <summary>Reads a plan file, or adds to <paramref name="errors"/> why it cannot be read and returns null.</summary>
    public static PlanFile? Open(string path, PlanErrors errors)
    {
        if (Directory.Exists(path))
        {
            errors.Add("is a folder. Name the plan's JSON file.");
            return null;
        }

        if (!File.Exists(path))
        {
            errors.Add("no such file. Name an episode plan, such as examples/minimal.json.");
            return null;
        }

        byte[] bytes;
        try
        {
            bytes = ReadUpToLimit(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add($"cannot be read: {unreadable.Message}");
            return null;
        }

        return Parse(bytes, errors);
    }

    private static byte[] ReadUpToLimit(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.CanSeek && stream.Length > Limit)
            return new byte[Limit + 1];

        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; content.Length <= Limit && (read = stream.Read(buffer)) > 0;)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }

    /// <summary>Reads a plan's bytes, or adds to <paramref name="errors"/> why they are no plan and returns null.</summary>
    public static PlanFile? Parse(byte[] bytes, PlanErrors errors)
    {
        if (bytes.Length > Limit)
        {
            errors.Add($"is larger than {PlanLimits.FileMegabytes} MB. Split the episode into several plans.");
            return null;
        }

        var json = bytes.AsMemory();
        if (json.Span.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];

        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            errors.Add("is empty. Write a plan, such as the one in examples/minimal.json.");
            return null;
        }

        if (IsWide(json.Span))
        {
            errors.Add("is UTF-16 or UTF-32 text. Save it as UTF-8.");
            return null;
        }

        if (FirstInvalidByte(json.Span) is { } invalid)
        {
            var (line, column) = Position(json.Span, invalid);
            errors.Add($"line {line}, column {column}", "is not UTF-8 text. Save the plan as UTF-8.");
            return null;
        }

        try
        {
            return new PlanFile(JsonDocument.Parse(json), Convert.ToHexStringLower(SHA256.HashData(bytes))[..8]);
        }
        catch (JsonException malformed)
        {
            var at = Offset(json.Span, malformed.LineNumber ?? 0, malformed.BytePositionInLine ?? 0);
            var (line, column) = Position(json.Span, at);
            errors.Add($"line {line}, column {column}", IsComment(json.Span[at..])
                ? "comments are not part of JSON. Remove it."
                : $"not JSON: {Reason(malformed)}");
            return null;
        }
    }

    private static bool IsWide(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.Unicode.Preamble)
        || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)
        || bytes[..Math.Min(4, bytes.Length)].Contains((byte)0);

    private static bool IsComment(ReadOnlySpan<byte> rest) => rest.StartsWith("//"u8) || rest.StartsWith("/*"u8);

    private static int? FirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return at;
            at += length;
        }

        return null;
    }

    private static int Offset(ReadOnlySpan<byte> bytes, long line, long byteInLine)
    {
        var at = 0;
        for (; line > 0; line--)
        {
            var end = bytes[at..].IndexOf((byte)'\n');
            if (end < 0)
                break;
            at += end + 1;
        }

        return (int)Math.Min(at + byteInLine, bytes.Length);
    }

    /// <summary>Line and column of a byte as an editor counts them: from 1, in characters.</summary>
    private static (int Line, int Column) Position(ReadOnlySpan<byte> bytes, int at)
    {
        var before = bytes[..at];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static string Reason(JsonException malformed)
    {
        var reason = ParserPosition().Replace(malformed.Message, "");
        return reason.Contains("maximum configured depth", StringComparison.Ordinal)
            ? "nested more than 64 levels deep."
            : Shown.OneLine(reason.Replace(" Change the reader options.", "", StringComparison.Ordinal), longest: 200);
    }

    [GeneratedRegex(@" LineNumber: \d+ \| BytePositionInLine: \d+\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParserPosition();
}
