namespace Recoil.Artifacts.Conformance;

/// <summary>
/// An artifact store that the suite is run on. <see cref="IAsyncLifetime.InitializeAsync"/> makes an empty one, and throws
/// <see cref="SkipException"/> when the server that it needs is not there.
/// </summary>
public interface IArtifactStoreUnderTest : IAsyncLifetime
{
    IArtifactStore Store { get; }

    /// <summary>Opens the same artifacts once more, as another machine would; closed with this.</summary>
    IArtifactStore OpenAgain();
}
