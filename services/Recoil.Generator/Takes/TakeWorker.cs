using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Generator.Providers;
using Recoil.Generator.Steering;
using Recoil.Hosting.Telemetry;
using Recoil.Storage;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Takes;

/// <summary>
/// This process's takes: claims what it has free places for, keeps its claims alive, and publishes results. Any number of workers may run.
/// </summary>
internal sealed partial class TakeWorker(
    ITakeLedger ledger, TakeGenerator generator, ResultDelivery delivery, ProviderTable providers, ProviderSlots slots, SteeringBoard board,
    GeneratorOptions options, ProviderMetrics metrics, TimeProvider time, ILogger<TakeWorker> log)
    : BackgroundService
{
    /// <summary>A claim's place in the queue is short, so that other workers get their share of a backlog.</summary>
    private const int ClaimedAtOnce = 32;
    private static readonly TimeSpan s_noteInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_recoverInterval = TimeSpan.FromSeconds(10);

    private readonly string _worker = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<TakeClaim, Running> _running = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Whether this worker begins nothing any more.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>What a claim of this worker is made with.</summary>
    public TakeLease Lease() => new(_worker, time.GetUtcNow() + options.ClaimLease);

    /// <summary>There may be something to claim.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Begins to work on a take, for which the caller has reserved a slot; the slot is released when the work is over.</summary>
    /// <param name="claimed">The take under this worker's claim.</param>
    /// <param name="isNew">See <see cref="TakeGenerator.MakeAsync"/>.</param>
    /// <returns>False when this worker is at it already or is being stopped; the slot is the caller's then.</returns>
    public bool TryStart(ClaimedTake claimed, bool isNew)
    {
        if (IsStopping)
            return false;
        var running = new Running(CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        if (!_running.TryAdd(claimed.Claim, running))
        {
            running.Lost.Dispose();
            return false;
        }

        using (ExecutionContext.SuppressFlow())
            running.Work = Task.Run(() => WorkAsync(claimed, isNew, running.Lost));
        return true;
    }

    public override void Dispose()
    {
        base.Dispose();
        _stopping.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = stoppingToken.Register(_stopping.Cancel);
        if (options.AbandonClaimsOfOthers)
        {
            foreach (var provider in providers.Served)
                await ledger.FreeClaimsAsync(provider.Name, time.GetUtcNow(), stoppingToken);
        }

        try
        {
            await Task.WhenAll(
                RepeatAsync("Claiming takes", ClaimAsync, stoppingToken),
                RepeatAsync("Renewing claims", async ct => { await RenewAsync(ct); return options.ClaimLease / 3; }, stoppingToken),
                RepeatAsync("Noting deliveries", async ct => { await delivery.NoteAsync(ct); return s_noteInterval; }, stoppingToken),
                RepeatAsync("Publishing left results", async ct => { await delivery.RecoverAsync(ct); return s_recoverInterval; }, stoppingToken),
                RepeatAsync("Counting waiting takes", async ct => { await CountAsync(ct); return s_recoverInterval; }, stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_running.Values.Select(running => running.Work));
            await NoteLastAsync();
        }
    }

    private async Task WorkAsync(ClaimedTake claimed, bool isNew, CancellationTokenSource lost)
    {
        try
        {
            Recoil.Contracts.GenerationCompleted? result;
            try
            {
                using var span = RecoilTrace.StartFor("take", claimed.Take.Request, claimed.Take.TraceParent, ActivityKind.Internal);
                result = await generator.MakeAsync(claimed, isNew, lost.Token);
            }
            finally
            {
                _running.TryRemove(claimed.Claim, out _);
                slots.Release(claimed.Take.Provider!);
                Wake();
            }

            if (result is not null)
                await delivery.PublishAsync(claimed.Take, result, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The next worker publishes the result.
        }
        catch (Exception exception)
        {
            // The result is in the ledger, from where it is published again.
            LogFailed(exception, "Publishing a result");
        }
        finally
        {
            lost.Dispose();
        }
    }

    private async Task<TimeSpan> ClaimAsync(CancellationToken cancellationToken)
    {
        var reserved = slots.ReserveFree(ClaimedAtOnce);
        try
        {
            var claimed = reserved.Count == 0 ? [] : await ledger.ClaimAsync(Lease(), reserved, (await board.NowAsync(cancellationToken)).Paused, time.GetUtcNow(), cancellationToken);
            foreach (var take in claimed)
            {
                if (TryStart(take, isNew: false))
                    reserved[take.Take.Provider!]--;
                else if (IsStopping)
                    await ledger.ReleaseAsync(take.Claim, take.Take.QueuedAt, CancellationToken.None);
            }

            if (claimed.Count > 0)
                return TimeSpan.Zero;
        }
        finally
        {
            foreach (var (provider, count) in reserved)
                slots.Release(provider, count);
        }

        await WaitForWorkAsync(cancellationToken);
        return TimeSpan.Zero;
    }

    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        using var interval = new CancellationTokenSource(options.PollInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in providers.Served)
            metrics.Waiting(provider.Name, await ledger.CountWaitingAsync(provider.Name, time.GetUtcNow(), cancellationToken));
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var lost in await ledger.RenewAsync([.. _running.Keys], time.GetUtcNow() + options.ClaimLease, cancellationToken))
        {
            if (_running.TryGetValue(lost, out var running))
                await running.StopAsync();
        }
    }

    private async Task RepeatAsync(string what, Func<CancellationToken, Task<TimeSpan>> work, CancellationToken cancellationToken)
    {
        var isOutage = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await work(cancellationToken);
                isOutage = false;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (StorageUnavailableException e)
            {
                // One warning for the whole outage is enough.
                if (!isOutage)
                    LogStoreAway(what, e.Message);
                isOutage = true;
                options.OnStoreFailure?.Invoke(e);
                pause = options.PollInterval;
            }
            catch (Exception exception)
            {
                LogFailed(exception, what);
                pause = options.PollInterval;
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task NoteLastAsync()
    {
        try
        {
            await delivery.NoteAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            // The results are published once more, which their receivers recognise.
            LogStoreAway("Noting deliveries", e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} waits for the store: {Reason}")]
    private partial void LogStoreAway(string what, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{What} failed; it is tried again")]
    private partial void LogFailed(Exception exception, string what);

    private sealed class Running(CancellationTokenSource lost)
    {
        public CancellationTokenSource Lost { get; } = lost;

        public Task Work { get; set; } = Task.CompletedTask;

        public async Task StopAsync()
        {
            try
            {
                await Lost.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The work is over.
            }
        }
    }
}
