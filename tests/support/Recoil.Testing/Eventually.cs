namespace Recoil.Testing;

/// <summary>Waits for a condition, with a limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until something is true.</summary>
    /// <param name="holds">Looks whether it is.</param>
    /// <param name="what">What is waited for, for the error.</param>
    /// <param name="limit">How long it may take; a minute where nothing is given.</param>
    /// <exception cref="TimeoutException">It was not true within the limit.</exception>
    public static Task TrueAsync(Func<bool> holds, Func<string> what, TimeSpan? limit = null) =>
        TrueAsync(() => Task.FromResult(holds()), what, limit);

    /// <inheritdoc cref="TrueAsync(Func{bool}, Func{string}, TimeSpan?)"/>
    public static async Task TrueAsync(Func<Task<bool>> holds, Func<string> what, TimeSpan? limit = null)
    {
        if (!await HoldsAsync(holds, limit))
            throw new TimeoutException($"Not within {limit ?? s_limit}: {what()}");
    }

    /// <summary>Waits until something is true.</summary>
    /// <returns>Whether it was within the limit.</returns>
    public static async Task<bool> HoldsAsync(Func<Task<bool>> holds, TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        var pause = s_firstPause;
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? s_limit))
                return false;
            await Task.Delay(pause);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }

        return true;
    }

    /// <summary>Reads a value again and again until it fits.</summary>
    /// <returns>The value that fits.</returns>
    /// <exception cref="TimeoutException">None fitted within the limit; the last one is in the message.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> fits, TimeSpan? limit = null)
    {
        var last = default(T)!;
        await TrueAsync(async () => fits(last = await read()), () => $"a value that fits; the last one was {last}", limit);
        return last;
    }
}
