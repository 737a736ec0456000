using Recoil.Cli.Commands;

namespace Recoil.Cli.Steering;

/// <summary>Waits until a command about steering shows in the store.</summary>
internal static class TakenIn
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CommandFailedException">It does not show in time.</exception>
    public static async Task UntilAsync(Func<Task<bool>> shows, CommandEnvironment environment, CancellationToken stop)
    {
        var started = environment.Time.GetTimestamp();
        while (!await shows())
        {
            if (environment.Time.GetElapsedTime(started) >= s_timeout)
            {
                throw new CommandFailedException($"The review queue service has not taken it in within {s_timeout.TotalSeconds:F0} s; it will when it runs.")
                {
                    ExitCode = ExitCode.Failed,
                };
            }

            await Task.Delay(s_pause, environment.Time, stop);
        }
    }
}
