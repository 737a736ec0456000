namespace Recoil.Providers.Accounts;

/// <summary>A providers file cannot be used. The message is one line for the person who wrote the file.</summary>
public sealed class InvalidProvidersFileException : Exception
{
    public InvalidProvidersFileException()
    {
    }

    public InvalidProvidersFileException(string message) : base(message)
    {
    }

    public InvalidProvidersFileException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
