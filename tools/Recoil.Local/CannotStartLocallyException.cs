namespace Recoil.Local;

/// <summary>A process cannot run on this machine. The message is one line that says what to do.</summary>
public sealed class CannotStartLocallyException : Exception
{
    public CannotStartLocallyException()
    {
    }

    public CannotStartLocallyException(string message) : base(message)
    {
    }

    public CannotStartLocallyException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
