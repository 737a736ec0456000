using System.Globalization;

namespace Recoil.Bench.Processes;

/// <summary>Processor time of other processes of this machine.</summary>
internal static class ProcessTime
{
    // USER_HZ, which Linux shows to programs whatever the kernel's own clock is.
    private const double TicksPerSecond = 100;

    /// <summary>What a process has used so far, in both user and kernel mode; zero when it is gone.</summary>
    public static TimeSpan Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));

            // The program's name may hold spaces and brackets; what follows it does not.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }
}
