using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Hosting.Stores;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Bench.Growth;

/// <summary>Adds completed shots to a store: for each a saga document, a take and a settled reservation.</summary>
internal static class Prefill
{
    private const int AtOnce = 512;
    private const int ShotsOfARun = 1000;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    /// <summary>Adds shots.</summary>
    /// <param name="storage">The store.</param>
    /// <param name="like">A completed shot in the store, which the added shots copy.</param>
    /// <param name="count">Number of shots, 0 or more.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static async Task AddAsync(StorageOptions storage, Guid like, int count, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddStore(storage).BuildServiceProvider();
        var shots = services.GetRequiredService<ISagaDocumentStores>().Open(new SagaSchema<JsonObject>("shot", ShotsRegistration.ShotSchemaVersion));
        var takes = services.GetRequiredService<ITakeLedger>();
        var money = services.GetRequiredService<IBudgetLedger>();
        var model = await shots.LoadAsync(like, cancellationToken) ?? throw new BenchFailedException($"Shot {like} is not in the store.");
        var now = TimeProvider.System.GetUtcNow();
        var runs = 1 + (count / ShotsOfARun);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (number, stop) =>
            {
                var (shot, take) = (Guid.NewGuid(), Guid.NewGuid());
                // Consecutive shots belong to different runs: on MongoDB an account is one document, so its updates run one after the other.
                var account = ShotIdentity.BudgetScopeOf("bench", string.Create(CultureInfo.InvariantCulture, $"earlier-{number % runs}"));
                await money.ReserveAsync(new ReservationRequest(account, take, 0.04m, 1_000_000, 0, 100, now, TimeSpan.FromHours(1)), stop);
                var claim = (await takes.EnqueueAsync(NewTake(take, shot, account, now), new TakeLease("bench", now), stop)).Claim!.Value;
                await takes.EndAsync(
                    claim, new GenerationCompleted { CorrelationId = shot, TakeId = take, Success = true, Output = $"takes/{shot:N}.png", Cost = 0.04m, ProviderJob = "bench" },
                    now, stop);
                await takes.MarkDeliveredAsync([take], stop);
                await money.SettleAsync(account, take, 0.04m, now, stop);
                await shots.TryInsertAsync(
                    new SagaDocument<JsonObject> { Id = shot, State = model.State, Inbox = model.Inbox, Outbox = model.Outbox, ExpiresAt = now + s_kept }, stop);
            });
    }

    private static TakeRecord NewTake(Guid take, Guid shot, string account, DateTimeOffset now) => new()
    {
        TakeId = take,
        CorrelationId = shot,
        Account = account,
        QueuedAt = now,
        Provider = "bench",
        State = TakeState.Submitting,
        SubmittingAt = now,
        Request = new GenerateTake
        {
            CorrelationId = shot,
            TakeId = take,
            Project = "bench",
            ShotId = "SH010",
            Attempt = 1,
            Take = 1,
            Ordinal = 1,
            Operation = Operation.ImageT2i,
            Prompt = "",
            Model = "bench",
            AspectRatio = "9:16",
            Seed = 1,
        },
    };
}
