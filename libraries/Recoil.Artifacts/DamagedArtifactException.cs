namespace Recoil.Artifacts;

/// <summary>What the store has is not what was stored. Waiting does not help. The message is one line: what, where, what to do.</summary>
public sealed class DamagedArtifactException : ArtifactStoreException
{
    public DamagedArtifactException()
    {
    }

    public DamagedArtifactException(string message) : base(message)
    {
    }

    public DamagedArtifactException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
