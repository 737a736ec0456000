namespace Recoil.Docs.Tests;

public sealed class When_documents_are_read
{
    private const int Columns = 120;
    private const int ReadmeLines = 120;

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (var file in MarkdownFile.All)
        {
            foreach (var link in file.Links)
            {
                var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
                var target = path.Length == 0 ? file.Path : Resolve(file, path);
                (File.Exists(Repository.PathOf(target)) || Directory.Exists(Repository.PathOf(target))).ShouldBeTrue($"{file} links to {link}, which does not exist");
                if (anchor is not null && MarkdownFile.All.SingleOrDefault(other => other.Path == target) is { } document)
                    document.Anchors.Contains(anchor, StringComparer.Ordinal).ShouldBeTrue($"{file} links to {link}");
            }
        }
    }

    [Fact]
    public void The_readme_is_one_screen_after_the_other_and_no_more() => MarkdownFile.Readme.Lines.Count.ShouldBeLessThanOrEqualTo(ReadmeLines);

    /// <summary>Tables with links and commands cannot be broken; sentences can.</summary>
    [Fact]
    public void No_sentence_is_wider_than_a_screen()
    {
        var wide = MarkdownFile.Manual.SelectMany(file => file.Lines.Select((line, at) => (file, line, at: at + 1)))
            .Where(l => l.line.Length > Columns && !l.line.StartsWith('|') && !l.line.StartsWith("    ", StringComparison.Ordinal) && !l.line.Contains("](", StringComparison.Ordinal))
            .Select(l => $"{l.file}:{l.at} has {l.line.Length} columns");

        wide.ShouldBeEmpty();
    }

    private static string Resolve(MarkdownFile file, string path) => Path.GetRelativePath(
        Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(file.Path))!, path))).Replace('\\', '/');
}
