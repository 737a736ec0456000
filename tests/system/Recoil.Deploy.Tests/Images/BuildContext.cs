using System.Text.RegularExpressions;

namespace Recoil.Deploy.Tests.Images;

/// <summary>The files of the repository that a Docker build gets to see: what <c>.dockerignore</c> leaves.</summary>
internal static class BuildContext
{
    private static readonly Lazy<IReadOnlyList<Rule>> s_rules = new(() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.Length > 0 && line[0] != '#').Select(Rule.Read)]);

    /// <summary>Copies a file or the content of a folder, as <c>COPY</c> does.</summary>
    /// <param name="source">From the repository's root.</param>
    /// <param name="destination">A folder.</param>
    /// <exception cref="InvalidOperationException">The build does not get to see it.</exception>
    public static void Copy(string source, string destination)
    {
        var files = FilesOf(source.TrimEnd('/')).ToList();
        if (files.Count == 0)
            throw new InvalidOperationException($"COPY {source}: there is no such file in what .dockerignore leaves.");
        foreach (var file in files)
        {
            var from = Path.Combine(Repository.Root, file);
            var below = File.Exists(Path.Combine(Repository.Root, source)) ? Path.GetFileName(file) : Path.GetRelativePath(source, file);
            var to = Path.Combine(destination, below);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
        }
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(Path.Combine(Repository.Root, path)))
            return IsLeft(path) ? [path] : [];
        return Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Root, path))
            .Select(entry => Path.GetRelativePath(Repository.Root, entry))
            .Where(entry => IsLeft(entry))
            .SelectMany(FilesOf);
    }

    /// <summary>The last rule that fits a path or a folder above it decides.</summary>
    private static bool IsLeft(string path) => !(s_rules.Value.LastOrDefault(rule => rule.Fits(path))?.Ignores ?? false);

    private sealed record Rule(Regex Pattern, bool Ignores)
    {
        public static Rule Read(string line)
        {
            var pattern = Regex.Escape(line.TrimStart('!'))
                .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
                .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
            return new Rule(new Regex($"^{pattern}(/|$)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), line[0] != '!');
        }

        public bool Fits(string path) => Pattern.IsMatch(path);
    }
}
