namespace Recoil.Artifacts;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without any symbolic link in it. Parts that do not exist stay as they are.</summary>
    public static string Of(string path)
    {
        var rest = new Stack<string>(Parts(Path.GetFullPath(path)).Reverse());
        var real = "/";
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? "/" : Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target || ++links > MostLinks)
            {
                real = next;
                continue;
            }

            if (Path.IsPathRooted(target))
                real = "/";
            foreach (var step in Parts(target).Reverse())
                rest.Push(step);
        }

        return real;
    }

    /// <summary>Whether a path lies in a folder, both without symbolic links.</summary>
    public static bool IsWithin(string path, string folder) => folder == "/" || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string[] Parts(string path) => [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
}
