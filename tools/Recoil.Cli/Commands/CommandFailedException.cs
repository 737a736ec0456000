namespace Recoil.Cli.Commands;

/// <summary>A command cannot do what it was asked for. The message is one line for the user: what, where, what to do.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException()
    {
    }

    public CommandFailedException(string message) : base(message)
    {
    }

    public CommandFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>See <see cref="Commands.ExitCode"/>: 2 when what was typed or set is wrong, 1 when it could not be done.</summary>
    public int ExitCode { get; init; } = Commands.ExitCode.Usage;
}
