using Recoil.Artifacts.Conformance;

namespace Recoil.Artifacts.Tests;

/// <summary>What every artifact store must do, run on the one in S3.</summary>
public static class InS3
{
    [Needs(Need.Process)]
    public sealed class When_an_artifact_is_stored : When_an_artifact_is_stored<S3UnderTest>;

    [Needs(Need.Process)]
    public sealed class When_an_artifact_is_read : When_an_artifact_is_read<S3UnderTest>;

    [Needs(Need.Process)]
    public sealed class When_an_artifact_is_removed : When_an_artifact_is_removed<S3UnderTest>;

    [Collection(nameof(Alone))]
    [Needs(Need.Process)]
    public sealed class When_a_clip_is_large : When_a_clip_is_large<S3UnderTest>;
}
