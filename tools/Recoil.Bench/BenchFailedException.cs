namespace Recoil.Bench;

/// <summary>What was to be measured did not do what it should. The message is one line.</summary>
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
