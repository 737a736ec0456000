using System.Xml.Linq;

namespace Recoil.Architecture.Tests;

/// <summary>A project of the repository.</summary>
/// <param name="Path">Its file, from the root, with forward slashes: <c>services/Recoil.Shots/Recoil.Shots.csproj</c>.</param>
/// <param name="References">The projects that it references, in the same form.</param>
/// <param name="Packages">The packages that it references.</param>
internal sealed record Project(string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    private static readonly string[] s_roots = ["contracts", "libraries", "services", "tools", "tests"];

    /// <summary>All projects in the repository's folders, whether the solution lists them or not.</summary>
    public static IReadOnlyList<Project> All { get; } =
    [
        .. s_roots.SelectMany(root => Directory.GetFiles(Repository.PathOf(root), "*.csproj", SearchOption.AllDirectories)).Select(Read).OrderBy(project => project.Path, StringComparer.Ordinal),
    ];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder of its folder: <c>services</c>, or <c>tests/services</c>.</summary>
    public string Room => System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Path))!;

    /// <summary>What it is: a contract, library, service, tool or test.</summary>
    public string Kind => Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    public override string ToString() => Path;

    private static Project Read(string file)
    {
        var document = XDocument.Load(file);
        var folder = System.IO.Path.GetDirectoryName(file)!;
        return new Project(
            FromRoot(file),
            [.. document.Descendants("ProjectReference").Select(reference => FromRoot(System.IO.Path.Combine(folder, reference.Attribute("Include")!.Value.Replace('\\', '/'))))],
            [.. document.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)]);
    }

    private static string FromRoot(string file) => System.IO.Path.GetRelativePath(Repository.Root, System.IO.Path.GetFullPath(file)).Replace('\\', '/');
}
