namespace Recoil.Storage.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("recoil-storage-").FullName;

    public string Database => System.IO.Path.Combine(Path, "recoil.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
