namespace Recoil.Cli.Running;

/// <summary>The services cannot start for a reason that the user can mend. The message is one line for the user.</summary>
internal sealed class CannotStartException : Exception
{
    public CannotStartException()
    {
    }

    public CannotStartException(string message) : base(message)
    {
    }

    public CannotStartException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
