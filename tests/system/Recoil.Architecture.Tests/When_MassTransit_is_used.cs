using System.Text.RegularExpressions;

namespace Recoil.Architecture.Tests;

/// <summary>ADR 2 lists every file that would change with MassTransit.</summary>
public sealed partial class When_MassTransit_is_used
{
    private const string Begin = "<!-- files that know MassTransit: begin -->";
    private const string End = "<!-- files that know MassTransit: end -->";

    private static readonly string s_decision = Repository.PathOf("infra", "adr", "0002-masstransit-8.md");

    [Fact]
    public void Every_file_that_knows_it_is_listed()
    {
        var text = File.ReadAllText(s_decision);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var list = $"\n{List()}\n";
        if (Environment.GetEnvironmentVariable("RECOIL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(s_decision, text[..start] + list + text[end..]);
            return;
        }

        text[start..end].ShouldBe(list, "Run this test with RECOIL_UPDATE_DOCS=1 if another file has to know MassTransit.");
    }

    [Theory]
    [InlineData("contracts/Recoil.Contracts")]
    [InlineData("libraries/Recoil.Storage")]
    [InlineData("libraries/Recoil.Storage.MongoDb")]
    [InlineData("libraries/Recoil.Media")]
    [InlineData("services/Recoil.Shots/Routing")]
    [InlineData("services/Recoil.Shots/Softening")]
    [InlineData("services/Recoil.Critic/Checks")]
    [InlineData("services/Recoil.Generator/Providers")]
    public void These_rooms_do_not_know_it(string room)
    {
        Directory.Exists(Repository.PathOf(room)).ShouldBeTrue();
        Knowing().ShouldNotContain(file => file.StartsWith(room + "/", StringComparison.Ordinal));
    }

    /// <summary>A table of the folders with the files in them.</summary>
    private static string List() => "| folder | files |\n|---|---|\n" + string.Join('\n', Knowing()
        .GroupBy(file => Path.GetDirectoryName(file)!, StringComparer.Ordinal)
        .OrderBy(folder => folder.Key.StartsWith("libraries/Recoil.SagaDocuments", StringComparison.Ordinal) ? 0 : 1).ThenBy(folder => folder.Key, StringComparer.Ordinal)
        .Select(folder => $"| `{folder.Key}` | {string.Join(", ", folder.Select(file => Path.GetFileNameWithoutExtension(file)))} |"));

    private static List<string> Knowing() =>
    [
        .. new[] { "contracts", "libraries", "services", "tools" }
            .SelectMany(room => Directory.GetFiles(Repository.PathOf(room), "*.cs", SearchOption.AllDirectories))
            .Where(file => Use().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex("""^(global )?using (static )?(global::)?MassTransit|\bMassTransit\.[A-Z]""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Use();
}
