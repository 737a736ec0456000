using System.Text.Json;
using Recoil.Contracts;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance.Takes;

public abstract class TakeTest<TStore> : StoreTest<TStore> where TStore : IStoreUnderTest, new()
{
    protected const string Provider = "kling";

    protected static readonly DateTimeOffset ClaimEnds = Noon.AddMinutes(20);

    protected ITakeLedger Takes => Store.Takes;

    protected static TakeRecord NewTake(string account = "film/run-1", string provider = Provider)
    {
        var (take, shot) = (Guid.NewGuid(), Guid.NewGuid());
        return new TakeRecord
        {
            TakeId = take,
            CorrelationId = shot,
            Account = account,
            QueuedAt = Noon,
            Provider = provider,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Request = new GenerateTake
            {
                CorrelationId = shot,
                TakeId = take,
                Project = "film",
                RunId = "run-1",
                ShotId = "SH010",
                Attempt = 1,
                Take = 1,
                Ordinal = 1,
                Operation = Operation.ImageT2i,
                Prompt = "Überfahrt, \"früh\"",
                Model = "kling-2",
                AspectRatio = "9:16",
                Seed = 7,
                InputsSnapshot = RawJson.Parse("""{"a.b":[1.50,-0.0,123456789012345678901234567890123456789012345678,1e7000],"$c":"\u0000"}"""),
            },
        };
    }

    protected static GenerationCompleted ResultOf(TakeRecord take, decimal cost = 0.04m) =>
        new() { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Output = "file:///takes/1.png", Cost = cost };

    protected async Task<TakeRecord> QueueAsync(TakeRecord? take = null)
    {
        take ??= NewTake();
        (await Takes.EnqueueAsync(take, lease: null, default)).Claim.ShouldBeNull();
        return take;
    }

    /// <summary>Adds a take with its submit begun, claimed by the first worker.</summary>
    protected async Task<TakeClaim> BeginAsync(TakeRecord take) => (await Takes.EnqueueAsync(
        take with { State = TakeState.Submitting, SubmittingAt = Noon }, new TakeLease("first", ClaimEnds), default)).Claim.ShouldNotBeNull();

    protected async Task<GenerationCompleted> MakeAsync(TakeRecord take, decimal cost = 0.04m)
    {
        var result = ResultOf(take, cost);
        (await Takes.EndAsync(await BeginAsync(take), result, Noon, default)).ShouldBeTrue();
        return result;
    }

    protected Task<IReadOnlyList<ClaimedTake>> ClaimAsync(
        string worker = "second", DateTimeOffset? now = null, int limit = 10, string provider = Provider, ITakeLedger? ledger = null, params Pause[] paused) =>
        (ledger ?? Takes).ClaimAsync(
            new TakeLease(worker, (now ?? Noon).AddMinutes(20)), new Dictionary<string, int>(StringComparer.Ordinal) { [provider] = limit }, new PausedWork(paused), now ?? Noon, default);

    protected async Task<TakeRecord> FindAsync(TakeRecord take) => (await Takes.FindAsync(take.TakeId, default)).ShouldNotBeNull();

    /// <summary>The same take, whatever the collections in its request are.</summary>
    protected static void ShouldBeSame(TakeRecord found, TakeRecord expected)
    {
        (found with { Request = null }).ShouldBe(expected with { Request = null });
        JsonSerializer.Serialize(found.Request).ShouldBe(JsonSerializer.Serialize(expected.Request));
    }
}
