using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Recoil.TestRunner;

/// <summary>A test project of the solution.</summary>
/// <param name="Name">Its name, such as <c>Recoil.Shots.Tests</c>.</param>
/// <param name="Program">The program that was built from it.</param>
/// <param name="Need">What all its tests need beside .NET, or null.</param>
internal sealed partial record TestAssembly(string Name, string Program, string? Need)
{
    /// <summary>The test projects that the solution lists.</summary>
    public static IReadOnlyList<TestAssembly> Of(string root)
    {
        var solution = File.ReadAllText(Path.Combine(root, "Recoil.Bus.sln"));
        return [.. Project().Matches(solution).Select(project => Read(root, project.Groups[1].Value.Replace('\\', '/')))];
    }

    private static TestAssembly Read(string root, string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var need = XDocument.Load(Path.Combine(root, project)).Descendants("TestsNeed").FirstOrDefault()?.Value;
        return new TestAssembly(name, Path.Combine(root, "artifacts", "bin", name, "release", name), need);
    }

    [GeneratedRegex("\"([^\"]+Tests\\.csproj)\"")]
    private static partial Regex Project();
}
