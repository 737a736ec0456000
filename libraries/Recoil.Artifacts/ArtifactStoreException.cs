namespace Recoil.Artifacts;

/// <summary>The artifact store cannot be used, or what it has is damaged. The message is one line: what, where, what to do.</summary>
public class ArtifactStoreException : Exception
{
    public ArtifactStoreException()
    {
    }

    public ArtifactStoreException(string message) : base(message)
    {
    }

    public ArtifactStoreException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
