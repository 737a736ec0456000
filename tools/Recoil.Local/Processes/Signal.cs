using System.Globalization;
using System.Runtime.InteropServices;

namespace Recoil.Local.Processes;

/// <summary>Signals to processes by their id.</summary>
public static partial class Signal
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>Asks a process to end.</summary>
    /// <returns>False when it is not there.</returns>
    public static bool Stop(int pid) => Send(pid, Terminate) == 0;

    /// <summary>Ends a process without asking it.</summary>
    /// <returns>False when it is not there.</returns>
    public static bool KillNow(int pid) => Send(pid, Kill) == 0;

    /// <summary>Whether a process runs whose command line holds this text; one that has ended and waits for its parent does not run.</summary>
    public static bool Runs(int pid, string commandPart)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Contains(commandPart, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Gone between two looks, or never there.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int pid, int signal);
}
