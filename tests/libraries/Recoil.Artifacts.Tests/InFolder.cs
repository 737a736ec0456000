using Recoil.Artifacts.Conformance;

namespace Recoil.Artifacts.Tests;

/// <summary>What every artifact store must do, run on the one in a folder.</summary>
public static class InFolder
{
    public sealed class When_an_artifact_is_stored : When_an_artifact_is_stored<FolderUnderTest>;

    public sealed class When_an_artifact_is_read : When_an_artifact_is_read<FolderUnderTest>;

    public sealed class When_an_artifact_is_removed : When_an_artifact_is_removed<FolderUnderTest>;

    [Collection(nameof(Alone))]
    public sealed class When_a_clip_is_large : When_a_clip_is_large<FolderUnderTest>;
}
