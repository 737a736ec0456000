namespace Recoil.Bench;

/// <summary>A measurement failed. The message is one line.</summary>
public sealed class BenchFailedException : Exception
{
    public BenchFailedException()
    {
    }

    public BenchFailedException(string message) : base(message)
    {
    }

    public BenchFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
