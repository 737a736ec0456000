using Recoil.Artifacts.Conformance;
using Recoil.Artifacts.Folder;

namespace Recoil.Artifacts.Tests;

public sealed class FolderUnderTest : IArtifactStoreUnderTest
{
    private readonly TemporaryFolder _folder = new();

    public FolderUnderTest() => Store = OpenAgain();

    public IArtifactStore Store { get; }

    public IArtifactStore OpenAgain() => new FolderArtifactStore(_folder["takes"], new DurableDisk());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
