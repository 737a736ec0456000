namespace Recoil.Artifacts;

/// <summary>A message names a file that it must not name. The message is one line: what, and what to do.</summary>
public sealed class ReferenceRefusedException : Exception
{
    public ReferenceRefusedException()
    {
    }

    public ReferenceRefusedException(string message) : base(message)
    {
    }

    public ReferenceRefusedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
