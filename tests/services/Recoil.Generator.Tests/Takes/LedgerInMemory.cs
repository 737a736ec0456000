using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

/// <summary>The ledger's rules without a store.</summary>
internal sealed class LedgerInMemory : ITakeLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, TakeRecord> _takes = [];
    private readonly Dictionary<Guid, (string Worker, DateTimeOffset Until)> _claims = [];
    private readonly HashSet<Guid> _cancelled = [];

    public int Claims { get; private set; }

    public Task<(TakeRecord Record, bool Claimed)> BeginAsync(
        TakeRecord take, string worker, DateTimeOffset now, DateTimeOffset claimedUntil, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Claims++;
            _takes.TryAdd(take.TakeId, take);
            var record = _takes[take.TakeId];
            if (record.Result is not null || (_claims.TryGetValue(take.TakeId, out var claim) && claim.Worker != worker && claim.Until > now))
                return Task.FromResult((record, false));
            _claims[take.TakeId] = (worker, claimedUntil);
            return Task.FromResult((record, true));
        }
    }

    public Task RecordJobAsync(Guid takeId, string providerJob, CancellationToken cancellationToken)
    {
        lock (_lock)
            _takes[takeId] = _takes[takeId] with { ProviderJob = _takes[takeId].ProviderJob ?? providerJob };
        return Task.CompletedTask;
    }

    public Task<GenerationCompleted> CompleteAsync(Guid takeId, GenerationCompleted result, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _takes[takeId] = _takes[takeId] with { Result = _takes[takeId].Result ?? result };
            return Task.FromResult(_takes[takeId].Result!);
        }
    }

    public Task ReleaseClaimAsync(Guid takeId, string worker, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_claims.TryGetValue(takeId, out var claim) && claim.Worker == worker)
                _claims.Remove(takeId);
        }

        return Task.CompletedTask;
    }

    public Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_takes.GetValueOrDefault(takeId));
    }

    public Task<(int Count, decimal Cost)> TotalAsync(string account, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var ended = _takes.Values.Where(t => t.Account == account && t.Result is not null && !_cancelled.Contains(t.TakeId)).ToArray();
            return Task.FromResult((ended.Length, ended.Sum(t => t.Result!.Cost)));
        }
    }

    public Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_takes.TryAdd(take.TakeId, take))
                _cancelled.Add(take.TakeId);
            return Task.FromResult(_cancelled.Contains(take.TakeId));
        }
    }
}
