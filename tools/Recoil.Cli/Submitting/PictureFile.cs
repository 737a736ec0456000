namespace Recoil.Cli.Submitting;

/// <summary>What a file shows, by its first bytes, for a name may say anything.</summary>
internal static class PictureFile
{
    private const int Start = 12;

    /// <summary>Whether such a file is a clip.</summary>
    public static bool IsClip(string extension) => extension is ".mp4" or ".mov" or ".webm";

    /// <summary>The extension that its content should have; null when it is neither a picture nor a clip. The stream is at its start afterwards.</summary>
    public static async Task<string?> ExtensionAsync(Stream file, CancellationToken cancellationToken)
    {
        var start = new byte[Start];
        var count = await file.ReadAtLeastAsync(start, Start, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return Extension(start.AsSpan(0, count));
    }

    private static string? Extension(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ".png",
        [0xFF, 0xD8, 0xFF, ..] => ".jpg",
        _ when start.Length == Start && start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8) => ".webp",
        _ when start.Length == Start && start[4..8].SequenceEqual("ftyp"u8) => start[8..].SequenceEqual("qt  "u8) ? ".mov" : ".mp4",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => ".webm",
        _ => null,
    };
}
