using System.Globalization;
using System.Runtime.InteropServices;

namespace Recoil.Local.Processes;

/// <summary>Sends signals to processes by process id.</summary>
public static partial class Signal
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>Sends SIGTERM.</summary>
    /// <returns>False if the process does not exist.</returns>
    public static bool Terminate(int pid) => Send(pid, SigTerm) == 0;

    /// <summary>Sends SIGKILL.</summary>
    /// <returns>False if the process does not exist.</returns>
    public static bool Kill(int pid) => Send(pid, SigKill) == 0;

    /// <summary>Whether a process with this id runs and its command line contains this text; a zombie does not count as running.</summary>
    public static bool Runs(int pid, string commandPart)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Contains(commandPart, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The process has exited or never existed.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int pid, int signal);
}
