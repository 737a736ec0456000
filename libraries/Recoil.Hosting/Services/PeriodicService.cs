using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Storage;

namespace Recoil.Hosting.Services;

/// <summary>Does its work at the start, or an interval later, and again after every interval. Work that fails is logged and done again with the next one.</summary>
/// <param name="interval">The time between two passes.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of passes that fail.</param>
/// <param name="waitsFirst">Whether the first pass comes an interval after the start.</param>
public abstract partial class PeriodicService(TimeSpan interval, TimeProvider time, ILogger logger, bool waitsFirst = false) : BackgroundService
{
    /// <summary>What is done, as the beginning of a sentence, such as "Release of expired reservations".</summary>
    protected abstract string Work { get; }

    /// <summary>Does it once.</summary>
    /// <param name="cancellationToken">The service ends.</param>
    public abstract Task PassAsync(CancellationToken cancellationToken);

    /// <summary>Whether a failure is of something that is away and comes back; it is logged in one line.</summary>
    protected virtual bool IsAway(Exception exception) => exception is StorageUnavailableException;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        if (waitsFirst)
            await timer.WaitForNextTickAsync(stoppingToken);
        do
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (Exception away) when (IsAway(away))
            {
                // The next pass finds the same.
                LogAway(Work, away.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception, Work, interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} is delayed until the store answers: {Reason}")]
    private partial void LogAway(string work, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} failed; it is tried again in {Interval}")]
    private partial void LogFailed(Exception exception, string work, TimeSpan interval);
}
