using Microsoft.Extensions.Logging;
using Recoil.Hosting.Services;

namespace Recoil.Hosting.Retention;

/// <summary>
/// Removes records of one kind from the store when they are old, each hour. The first is removed an hour after the start: messages that
/// waited for the service, perhaps for months, come before.
/// </summary>
/// <param name="records">What is removed, in the plural.</param>
/// <param name="age">How long they are kept.</param>
/// <param name="remove">Removes what was over before a time, so many at most, and tells how many it were.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears what was removed.</param>
public sealed partial class RetentionService(
    string records, TimeSpan age, Func<DateTimeOffset, int, CancellationToken, Task<int>> remove, TimeProvider time, ILogger<RetentionService> logger)
    : PeriodicService(TimeSpan.FromHours(1), time, logger, waitsFirst: true)
{
    private const int Limit = 500;

    private readonly TimeProvider _time = time;

    protected override string Work => $"Removal of old {records}";

    /// <summary>Removes all that are old by now.</summary>
    public override async Task PassAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - age;
        var (removed, last) = (0, 0);
        do
        {
            last = await remove(before, Limit, cancellationToken);
            removed += last;
        }
        while (last >= Limit);

        if (removed > 0)
            LogRemoved(removed, records, before);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} {Records} that were over before {Time:u}")]
    private partial void LogRemoved(int count, string records, DateTimeOffset time);
}
