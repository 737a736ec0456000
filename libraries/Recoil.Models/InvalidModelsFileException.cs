namespace Recoil.Models;

/// <summary>A models file cannot be used. The message is one line for the person who wrote the file.</summary>
public sealed class InvalidModelsFileException : Exception
{
    public InvalidModelsFileException()
    {
    }

    public InvalidModelsFileException(string message) : base(message)
    {
    }

    public InvalidModelsFileException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
