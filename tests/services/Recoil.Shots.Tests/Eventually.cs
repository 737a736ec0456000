namespace Recoil.Shots.Tests;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Asks again and again until the answer fits.</summary>
    /// <exception cref="TimeoutException">It never did; the last answer is in the message.</exception>
    public static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> fits, TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (fits(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(start) > limit)
                throw new TimeoutException($"Not within {limit}; the last answer was {answer}.");
            await Task.Delay(s_pause);
        }
    }
}
