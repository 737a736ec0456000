using Recoil.Artifacts;

namespace Recoil.Critic.Tests;

internal static class Artifacts
{
    /// <summary>The files of a test's folder, where its artifacts are, too.</summary>
    public static ReferencedFiles Files(TemporaryFolder folder)
    {
        var options = new ArtifactOptions { Folder = folder.Path };
        return new ReferencedFiles(ArtifactRegistration.Open(options, TimeProvider.System), options);
    }
}
