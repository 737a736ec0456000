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
            var command = File.ReadAllText(FileOf(pid, "cmdline"));

            // Empty for a zombie, and for an instant while the process replaces its program, as start scripts do.
            return command.Length == 0 ? !IsZombie(pid) : command.Contains(commandPart, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The process has exited or never existed.
            return false;
        }
    }

    private static bool IsZombie(int pid)
    {
        var stat = File.ReadAllText(FileOf(pid, "stat"));

        // The program's name may contain spaces and brackets; the state follows it.
        return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
    }

    private static string FileOf(int pid, string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{name}");

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int pid, int signal);
}
