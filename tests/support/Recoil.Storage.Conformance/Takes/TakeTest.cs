using Recoil.Contracts;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class TakeTest<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    protected static readonly DateTimeOffset ClaimEnds = Noon.AddMinutes(20);

    protected ITakeLedger Takes => Store.Takes;

    protected static TakeRecord NewTake(string account = "film/run-1") =>
        new() { TakeId = Guid.NewGuid(), CorrelationId = Guid.NewGuid(), Account = account, BegunAt = Noon };

    protected static GenerationCompleted ResultOf(TakeRecord take, decimal cost = 0.04m) =>
        new() { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Output = "file:///takes/1.png", Cost = cost };

    protected Task<(TakeRecord Record, bool Claimed)> BeginAsync(TakeRecord take, string worker = "first", DateTimeOffset? now = null) =>
        Takes.BeginAsync(take, worker, now ?? Noon, (now ?? Noon).AddMinutes(20), default);
}
