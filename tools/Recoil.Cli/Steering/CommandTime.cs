namespace Recoil.Cli.Steering;

/// <summary>When a command about steering is given.</summary>
internal static class CommandTime
{
    /// <summary>
    /// Now, and in any case after an earlier command about the same thing: the newest counts, and the clock of whoever gave that one may be ahead.
    /// </summary>
    public static DateTimeOffset After(DateTimeOffset? earlier, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return earlier is { } before && before >= now ? before.AddTicks(1) : now;
    }
}
