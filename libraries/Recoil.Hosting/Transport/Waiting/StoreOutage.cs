using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Storage;

namespace Recoil.Hosting.Transport.Waiting;

/// <summary>Makes messages wait during an outage of the store, until it answers or the service stops and the broker redelivers them.</summary>
internal sealed partial class StoreOutage(TimeProvider time, ILogger<StoreOutage> logger) : IBusObserver, IDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(3);

    /// <summary>Until then no queue delivers to this process any more; a message that was given back earlier would come right back, and be counted.</summary>
    private static readonly TimeSpan s_untilQueuesAreClosed = TimeSpan.FromSeconds(1);

    /// <summary>
    /// RabbitMQ takes back what is held for 30 minutes; RabbitMQ 4 also cancels the consumer, after which its endpoint consumes no more. A
    /// message that is handed back in time comes again at once.
    /// </summary>
    private static readonly TimeSpan s_longestHold = TimeSpan.FromMinutes(25);

    private readonly CancellationTokenSource _stopping = new();
    private long _since;

    /// <summary>A timestamp of the clock that waiting is measured with.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Waits before a message is tried again.</summary>
    /// <param name="tries">How often it was tried, 1 or more.</param>
    /// <param name="since">When it arrived here, a timestamp of <see cref="Now"/>.</param>
    /// <param name="away">Why the store could not be used.</param>
    /// <param name="cancellationToken">Gives the message back.</param>
    /// <exception cref="HandedBackException">The service stops, or the message was held for as long as RabbitMQ allows.</exception>
    public async Task WaitAsync(int tries, long since, StorageUnavailableException away, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _since, time.GetTimestamp(), 0) == 0)
            LogAway(away.Message);

        if (time.GetElapsedTime(since) >= s_longestHold)
            throw new HandedBackException("The outage of the store lasts; the message returns to its queue before RabbitMQ takes it back.", new CancellationToken(canceled: true));

        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        try
        {
            var pause = s_firstPause * Math.Pow(2, Math.Min(tries - 1, 10));
            await Task.Delay(pause < s_longestPause ? pause : s_longestPause, time, either.Token);
        }
        catch (OperationCanceledException)
        {
            throw new HandedBackException("The service stops during an outage of the store; the message returns to its queue.", either.Token);
        }
    }

    /// <summary>A message that had waited has been handled.</summary>
    public void Ended()
    {
        if (Interlocked.Exchange(ref _since, 0) is var since and not 0)
            LogBack((long)time.GetElapsedTime(since).TotalSeconds);
    }

    public void Dispose() => _stopping.Dispose();

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PreStop(IBus bus)
    {
        _stopping.CancelAfter(s_untilQueuesAreClosed);
        return Task.CompletedTask;
    }

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} Messages wait until it answers")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store answers again after {Seconds} s; waiting messages are handled now")]
    private partial void LogBack(long seconds);
}
