using System.Globalization;

namespace Recoil.Bench.Processes;

/// <summary>CPU time of other processes on this machine.</summary>
internal static class CpuTime
{
    // USER_HZ: Linux reports 100 ticks per second on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and kernel time of a process so far; zero if the process does not exist.</summary>
    public static TimeSpan Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));

            // The program's name may contain spaces and brackets; the fields after it do not.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>The same of the children that this process has waited for; zero where the system does not tell.</summary>
    public static TimeSpan OfEndedChildren()
    {
        if (!OperatingSystem.IsLinux())
            return TimeSpan.Zero;
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }
}
