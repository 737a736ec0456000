using System.Collections.Concurrent;
using ADRaffy.ENSNormalize;
using Recoil.Artifacts;

namespace Recoil.Plans;

/// <summary>The folder of a plan: the only place that a plan may name files in.</summary>
internal sealed class PlanFolder
{
    private readonly string _folder;
    private readonly string _realFolder;
    private readonly Dictionary<string, Picture> _seen = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> _places = new(StringComparer.Ordinal);

    public PlanFolder(string planPath)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(planPath))!;
        _realFolder = RealPath.Of(_folder);
    }

    /// <summary>Finds a picture that the plan names.</summary>
    /// <param name="name">Its name in the plan.</param>
    /// <param name="place">Where the plan names it.</param>
    public Picture Find(string name, string place)
    {
        if (!_seen.TryGetValue(name, out var picture))
        {
            _seen.Add(name, picture = Look(name));
            if (picture.Path is not null)
                _places.Add(name, place);
        }

        return picture;
    }

    /// <summary>Looks into the pictures that were found, several at once. An error about one stands where the plan names it first.</summary>
    public async Task LookInsideAsync(Func<string, CancellationToken, Task<string?>> mistake, PlanErrors errors, CancellationToken cancellationToken)
    {
        var mistakes = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(_places.Keys, cancellationToken, async (name, ct) =>
        {
            if (await mistake(_seen[name].Path!, ct) is { } wrong)
                mistakes[name] = wrong;
        });
        foreach (var (name, place) in _places)
        {
            if (mistakes.TryGetValue(name, out var wrong))
                errors.Add(place, $"{Shown.Text(name)} {wrong}");
        }
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

        var path = Spelled(name);
        if (Directory.Exists(path))
            return Picture.Wrong("is a folder. Name a picture.");
        if (!File.Exists(path))
            return Picture.Wrong($"no such file beside the plan. Looked for {path}.");
        if (!RealPath.IsWithin(RealPath.Of(path), _realFolder))
            return Picture.Wrong("is a link that leads out of the plan's folder. Put a copy of the file into the plan's folder.");
        return Content(path);
    }

    /// <summary>
    /// The path as the file system spells it. The same name may be written in composed or decomposed letters, and the editor of a plan and
    /// the file system need not agree.
    /// </summary>
    private string Spelled(string name)
    {
        var exact = Path.GetFullPath(Path.Combine(_folder, name));
        if (Path.Exists(exact) || name.All(char.IsAscii))
            return exact;

        var path = _folder;
        foreach (var part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.Exists(Path.Combine(path, part)))
                path = Path.Combine(path, part);
            else if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).FirstOrDefault(entry => IsSame(Path.GetFileName(entry), part)) is { } entry)
                path = entry;
            else
                return exact;
        }

        return path;
    }

    private static bool IsSame(string name, string other) => name == other || Decomposed(name).SequenceEqual(Decomposed(other));

    private static List<int> Decomposed(string name) => ENSNormalize.NF.NFD(name.EnumerateRunes().Select(rune => rune.Value));

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
