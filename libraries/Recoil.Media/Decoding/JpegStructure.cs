namespace Recoil.Media.Decoding;

/// <summary>
/// Looks for damage between the markers of a JPEG. The decoder conceals it: a damaged scan becomes smears, and no error.
/// </summary>
internal static class JpegStructure
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, RestartInterval = 0xDD, Temporary = 0x01, FirstRestart = 0xD0, LastRestart = 0xD7;

    /// <summary>What is wrong with the file; null for a sound one.</summary>
    public static string? Fault(ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] != 0xFF || file[1] != StartOfImage)
            return "does not begin as a JPEG does";

        var at = 2;
        var restarts = false;
        var scans = 0;
        while (at < file.Length)
        {
            if (file[at] != 0xFF)
                return $"has no marker at byte {at}";
            while (at < file.Length && file[at] == 0xFF)
                at++;
            if (at >= file.Length)
                break;
            var marker = file[at++];
            if (marker == EndOfImage)
                return scans > 0 ? null : "ends before its picture begins";
            if (marker is Temporary or < 0xC0 or StartOfImage or (>= FirstRestart and <= LastRestart) || (scans > 0 && IsFrameHeader(marker)))
                return $"has a marker {marker:X2} at byte {at - 1}, where none may be";
            if (at + 2 > file.Length)
                break;
            var length = (file[at] << 8) | file[at + 1];
            if (length < 2)
                return $"has a segment without a length at byte {at}";
            if (marker == RestartInterval && at + 4 <= file.Length)
                restarts = file[at + 2] != 0 || file[at + 3] != 0;
            at += length;
            if (marker != StartOfScan)
                continue;

            scans++;
            if (SkipScan(file, ref at, restarts) is { } fault)
                return fault;
        }

        return "ends before its end marker";
    }

    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Goes on to the marker after the coded data; there, only restarts may stand, in turn, and FF as FF 00.</summary>
    private static string? SkipScan(ReadOnlySpan<byte> file, ref int at, bool restarts)
    {
        var next = FirstRestart;
        while (at < file.Length)
        {
            var found = file[at..].IndexOf((byte)0xFF);
            if (found < 0)
                break;
            at += found;
            var marker = at + 1 < file.Length ? file[at + 1] : (byte)0xFF;
            if (marker == 0x00)
            {
                at += 2;
            }
            else if (marker == 0xFF)
            {
                at++;
            }
            else if (marker is >= FirstRestart and <= LastRestart)
            {
                if (!restarts || marker != next)
                    return $"is damaged within its picture at byte {at}";
                next = marker == LastRestart ? FirstRestart : (byte)(marker + 1);
                at += 2;
            }
            else
            {
                return null;
            }
        }

        return "ends within its picture";
    }
}
