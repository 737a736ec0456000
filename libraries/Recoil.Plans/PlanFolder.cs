using Recoil.Artifacts;

namespace Recoil.Plans;

/// <summary>The folder of a plan: the only place that a plan may name files in.</summary>
internal sealed class PlanFolder
{

    private readonly string _folder;
    private readonly string _realFolder;
    private readonly Dictionary<string, Picture> _seen = new(StringComparer.Ordinal);

    public PlanFolder(string planPath)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(planPath))!;
        _realFolder = RealPath.Of(_folder);
    }

    /// <summary>Finds a picture that the plan names.</summary>
    public Picture Find(string name)
    {
        if (!_seen.TryGetValue(name, out var picture))
            _seen.Add(name, picture = Look(name));
        return picture;
    }

    private Picture Look(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return Picture.Wrong("names no file. Leave the field out, or name a picture.");
        if (name.Length > PlanLimits.PathCharacters || name.Any(char.IsControl))
            return Picture.Wrong("is no file name. Use up to 1,000 printable characters.");
        if (name.Contains("://", StringComparison.Ordinal))
            return Picture.Wrong("is an address. Put a copy of the file into the plan's folder and name that.");
        if (name.Contains('\\', StringComparison.Ordinal))
            return Picture.Wrong("has a backslash. Separate folders with /.");
        if (Path.IsPathRooted(name) || name.Split('/').Contains("..", StringComparer.Ordinal))
            return Picture.Wrong("leads out of the plan's folder. Put the file into the plan's folder and name it from there.");

        var path = Path.GetFullPath(Path.Combine(_folder, name));
        if (Directory.Exists(path))
            return Picture.Wrong("is a folder. Name a picture.");
        if (!File.Exists(path))
            return Picture.Wrong($"no such file beside the plan. Looked for {path}.");
        if (!RealPath.IsWithin(RealPath.Of(path), _realFolder))
            return Picture.Wrong("is a link that leads out of the plan's folder. Put a copy of the file into the plan's folder.");
        return Content(path);
    }

    private static Picture Content(string path)
    {
        Span<byte> start = stackalloc byte[12];
        try
        {
            using var stream = File.OpenRead(path);
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Picture.Wrong($"cannot be read: {unreadable.Message}");
        }

        var known = start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
            || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            || (start.Length == 12 && start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8));
        return known ? new Picture(path, null) : Picture.Wrong("is no picture. Use a PNG, JPEG or WebP file.");
    }
}
