namespace Recoil.Artifacts;

/// <summary>A local file with an artifact's content. It is read only, and stays until this is disposed.</summary>
public sealed class ArtifactFile : IDisposable
{
    private readonly IDisposable? _hold;

    internal ArtifactFile(string path, IDisposable? hold = null) => (Path, _hold) = (path, hold);

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    public void Dispose() => _hold?.Dispose();
}
