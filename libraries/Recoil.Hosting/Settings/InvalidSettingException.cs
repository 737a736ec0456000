namespace Recoil.Hosting.Settings;

/// <summary>A setting cannot be used. The message is one line for the person who made it.</summary>
public sealed class InvalidSettingException : Exception
{
    public InvalidSettingException()
    {
    }

    public InvalidSettingException(string message) : base(message)
    {
    }

    public InvalidSettingException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
