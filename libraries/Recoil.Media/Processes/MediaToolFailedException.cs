namespace Recoil.Media;

/// <summary>A media program ended with an error. The message holds the last lines it wrote.</summary>
public sealed class MediaToolFailedException : Exception
{
    private const int NotExecutable = 126;
    private const int LibraryMissing = 127;

    public MediaToolFailedException()
    {
    }

    public MediaToolFailedException(string message) : base(message)
    {
    }

    public MediaToolFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal MediaToolFailedException(string tool, int exitCode, string tail)
        : base(IsKill(exitCode)
            ? $"{tool} was killed (exit code {exitCode}). {tail}".TrimEnd()
            : $"{tool} ended with exit code {exitCode}: {tail}")
    {
        ExitCode = exitCode;
        Killed = IsKill(exitCode);
        DiskFull = tail.Contains("No space left on device", StringComparison.OrdinalIgnoreCase);
    }

    public int ExitCode { get; }

    /// <summary>The program was stopped from outside, so its input is not to blame.</summary>
    public bool Killed { get; }

    public bool DiskFull { get; }

    /// <summary>The fault is this machine's and not the file's.</summary>
    public bool IsLocalFailure => Killed || DiskFull || ExitCode is NotExecutable or LibraryMissing;

    // 128 + signal from the system; 255 is how ffmpeg itself ends when it is asked to stop. Signals that a program brings on itself
    // (illegal instruction, abort, bus error, arithmetic, bad address) come from what it was given to read.
    private static bool IsKill(int exitCode) => exitCode is (> 128 and < 160 and not (132 or 134 or 135 or 136 or 139)) or 255;
}
