using System.Text.RegularExpressions;

namespace Recoil.Architecture.Tests;

/// <summary>The solution shows the folders as they are.</summary>
public sealed partial class When_the_solution_is_read
{
    private static readonly string s_solution = File.ReadAllText(Repository.PathOf("Recoil.Bus.sln"));

    [Fact]
    public void It_lists_every_project() => Listed().Values.Order(StringComparer.Ordinal).ShouldBe(Project.All.Select(project => project.Path));

    [Fact]
    public void Its_folders_are_those_on_disk()
    {
        var folders = Folder().Matches(s_solution).ToDictionary(folder => folder.Groups["id"].Value, folder => folder.Groups["name"].Value, StringComparer.Ordinal);
        var parents = Nested().Matches(s_solution).ToDictionary(nested => nested.Groups["child"].Value, nested => nested.Groups["parent"].Value, StringComparer.Ordinal);

        foreach (var (id, path) in Listed())
            RoomOf(id).ShouldBe(Project.All.Single(project => project.Path == path).Room, path);

        string RoomOf(string id) => parents.TryGetValue(id, out var parent) ? Path.Combine(RoomOf(parent), folders[parent]) : "";
    }

    /// <summary>The projects' files by their ids.</summary>
    private static Dictionary<string, string> Listed() =>
        Listing().Matches(s_solution).ToDictionary(listed => listed.Groups["id"].Value, listed => listed.Groups["path"].Value.Replace('\\', '/'), StringComparer.Ordinal);

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]+\.csproj)", "(?<id>[^"]+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listing();

    [GeneratedRegex("""^Project\("\{2150E333[^"]*"\) = "(?<name>[^"]+)", "[^"]*", "(?<id>[^"]+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Folder();

    [GeneratedRegex("""^\s*(?<child>\{[0-9A-F-]+\}) = (?<parent>\{[0-9A-F-]+\})\s*$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nested();
}
