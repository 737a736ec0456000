using Recoil.Artifacts;

namespace Recoil.Reports;

/// <summary>The folder that reports are written to; what lies in it is named from there, so that it can be moved as a whole.</summary>
/// <param name="path">Absolute path.</param>
/// <param name="artifacts">Where artifacts are; null for those in this folder.</param>
public sealed class OutputFolder(string path, ArtifactOptions? artifacts = null)
{
    private readonly ArtifactOptions _artifacts = artifacts ?? new ArtifactOptions { Folder = path };

    public string Path { get; } = path;

    /// <summary>The absolute path of an artifact that is a file: a <c>file:</c> address, a path from this folder, or a name in the artifacts.</summary>
    public string Locate(string artifact) => LocateShown(_artifacts.Show(artifact));

    private string LocateShown(string artifact) =>
        artifact.StartsWith("file:", StringComparison.Ordinal) && Uri.TryCreate(artifact, UriKind.Absolute, out var uri)
            ? uri.LocalPath
            : System.IO.Path.GetFullPath(artifact, Path);

    /// <summary>An artifact as the reports name it: from this folder where it lies in it, as it is otherwise.</summary>
    public string Name(string artifact) => Within(artifact) ?? _artifacts.Show(artifact);

    /// <summary>An artifact as a page in this folder links to it; null for what does not lie in it.</summary>
    public string? Link(string artifact) =>
        Within(artifact) is { } name ? string.Join('/', name.Split('/').Select(Uri.EscapeDataString)) : null;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    private string? Within(string named)
    {
        var artifact = _artifacts.Show(named);
        var isElsewhere = artifact.Contains("://", StringComparison.Ordinal) && !artifact.StartsWith("file:", StringComparison.Ordinal);
        var relative = System.IO.Path.GetRelativePath(Path, LocateShown(artifact));
        return isElsewhere || System.IO.Path.IsPathRooted(relative) || relative.Split(System.IO.Path.DirectorySeparatorChar)[0] == ".."
            ? null
            : relative.Replace(System.IO.Path.DirectorySeparatorChar, '/');
    }
}
