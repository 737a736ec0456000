using System.Diagnostics;
using MassTransit;
using Recoil.Contracts;
using Recoil.Hosting.Telemetry;
using Recoil.Hosting.Transport;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Takes;

/// <summary>Publishes results from the ledger, at least once each: what is not known to be published is published again.</summary>
internal sealed class ResultDelivery(ITakeLedger ledger, IBus bus, TimeProvider time)
{
    /// <summary>How long a worker has for publishing a result before another one does.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private const int AtOnce = 200;

    private readonly Lock _lock = new();
    private List<Guid> _published = [];

    /// <summary>Publishes a result that the ledger has.</summary>
    public async Task PublishAsync(TakeRecord take, GenerationCompleted result, CancellationToken cancellationToken)
    {
        using var span = RecoilTrace.StartFor("take delivery", take.Request, take.TraceParent, ActivityKind.Internal);
        await bus.PublishUntilConfirmedAsync(result, cancellationToken);
        lock (_lock)
            _published.Add(take.TakeId);
    }

    /// <summary>Publishes again what no worker is known to have published.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<TakeRecord> left;
        do
        {
            var now = time.GetUtcNow();
            left = await ledger.ClaimUndeliveredAsync(now - s_patience, now, AtOnce, cancellationToken);
            foreach (var take in left.Where(take => take.Result is not null))
                await PublishAsync(take, take.Result!, cancellationToken);
        }
        while (left.Count == AtOnce);
    }

    /// <summary>Notes in the ledger what has been published, many at a time.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        List<Guid> published;
        lock (_lock)
            (published, _published) = (_published, []);
        try
        {
            await ledger.MarkDeliveredAsync(published, cancellationToken);
        }
        catch
        {
            lock (_lock)
                _published.AddRange(published);
            throw;
        }
    }
}
