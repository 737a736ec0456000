using System.Text;
using System.Text.RegularExpressions;

namespace Recoil.Docs.Tests;

/// <summary>A document of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Lines">Its lines.</param>
internal sealed partial record MarkdownFile(string Path, IReadOnlyList<string> Lines)
{
    private static readonly string[] s_folders = ["docs", "contracts", "infra", "services", "tests/Fixtures"];

    /// <summary>All documents for people, but not the decisions, which are never rewritten.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md")
            .Concat(s_folders.SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownFile(path, File.ReadAllLines(Repository.PathOf(path)))),
    ];

    public static MarkdownFile Readme => All.Single(file => file.Path == "README.md");

    /// <summary>The manual: the README and <c>docs/</c>.</summary>
    public static IEnumerable<MarkdownFile> Manual => All.Where(file => file.Path == "README.md" || file.Path.StartsWith("docs/", StringComparison.Ordinal));

    /// <summary>The commands in its code blocks, without their comments.</summary>
    public IEnumerable<string> Commands => Lines
        .Where(line => Command().IsMatch(line))
        .Select(line => Comment().Replace(line, "").Trim());

    /// <summary>The targets of its links that are not addresses on the internet.</summary>
    public IEnumerable<string> Links => Lines
        .SelectMany(line => Link().Matches(line))
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>The anchors of its headings.</summary>
    public IEnumerable<string> Anchors => Lines.Where(line => line.StartsWith('#')).Select(line => AnchorOf(line.TrimStart('#').Trim()));

    public override string ToString() => Path;

    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var letter in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
                anchor.Append(letter);
            else if (letter == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"^    +(\./|infra/|dotnet |docker |kubectl |sudo |[A-Z_]+=)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+# .*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
