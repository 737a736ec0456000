using System.Diagnostics;

namespace Recoil.Cli.Broker.Tests;

/// <summary>Waits for conditions, with a limit.</summary>
internal static class Until
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(Func<bool> holds, Func<string> what) => TrueAsync(() => Task.FromResult(holds()), what);

    public static async Task TrueAsync(Func<Task<bool>> holds, Func<string> what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(begun) > s_limit)
                throw new TimeoutException($"Waited {s_limit.TotalSeconds:F0} s for {what()}");
            await Task.Delay(s_pause);
        }
    }
}
