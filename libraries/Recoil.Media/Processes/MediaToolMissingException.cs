namespace Recoil.Media;

/// <summary>A program or font that pictures are made with is not installed. The message says what to install.</summary>
public sealed class MediaToolMissingException : Exception
{
    public MediaToolMissingException()
    {
    }

    public MediaToolMissingException(string message) : base(message)
    {
    }

    public MediaToolMissingException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
