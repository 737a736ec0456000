namespace Recoil.Local;

/// <summary>Something cannot run on this machine as it is. The message is one line that says what to do.</summary>
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
