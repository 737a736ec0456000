namespace Recoil.Hosting.Transport.Validation;

/// <summary>A message could be read but holds something it must not. The message of the exception is one line without the prompt.</summary>
public sealed class InvalidMessageException : Exception
{
    public InvalidMessageException()
    {
    }

    public InvalidMessageException(string message) : base(message)
    {
    }

    public InvalidMessageException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
