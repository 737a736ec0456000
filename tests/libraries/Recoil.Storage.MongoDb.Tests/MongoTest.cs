using MongoDB.Driver.Core.Configuration;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Takes;
using Recoil.Storage.Reviews;
using Recoil.Storage.Sagas;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Tests;

/// <summary>A database of its own for every test.</summary>
public abstract class MongoTest : IAsyncLifetime
{
    protected const string Account = "film/run-1";

    private readonly List<MongoDbStore> _open = [];

    protected static DateTimeOffset Noon { get; } = new(2031, 5, 6, 12, 0, 0, TimeSpan.Zero);

    private protected MongoDbStoreOptions Options { get; private set; } = new();

    private protected MongoDbStore Store { get; private set; } = null!;

    private protected ISagaDocumentStore<Film> Films => FilmsOf(Store);

    private protected IBudgetLedger Ledger => new MongoBudgetLedger(Store, TimeProvider.System);

    private protected ITakeLedger Takes => new MongoTakeLedger(Store);

    private protected IReviewEntries Reviews => new MongoReviewEntries(Store);

    public virtual async ValueTask InitializeAsync()
    {
        Options = await TestServer.NewDatabaseAsync();
        Store = Open(Options);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            store.Dispose();
        if (Store is not null)
            await TestServer.DropAsync(Options);
        GC.SuppressFinalize(this);
    }

    private protected MongoDbStore Open(MongoDbStoreOptions options, Action<ClusterBuilder>? watch = null)
    {
        var store = new MongoDbStore(options, watch);
        _open.Add(store);
        return store;
    }

    private protected static ISagaDocumentStore<Film> FilmsOf(MongoDbStore store) => new MongoSagaDocuments<Film>(store, "film", TimeProvider.System);

    protected static SagaDocument<Film> NewFilm() => new() { Id = Guid.NewGuid(), State = new Film { Title = "The Recoil" } };

    protected static ReservationRequest Request(decimal amount, decimal cap = 1_000, Guid? id = null) =>
        new(Account, id ?? Guid.NewGuid(), amount, cap, ShotSpent: 0, ShotCap: 1_000, Noon, TimeSpan.FromMinutes(10));

    /// <summary>A take whose submit has begun.</summary>
    internal static TakeRecord NewTake()
    {
        var (take, shot) = (Guid.NewGuid(), Guid.NewGuid());
        return new TakeRecord
        {
            TakeId = take,
            CorrelationId = shot,
            Account = Account,
            QueuedAt = Noon,
            Provider = "kling",
            State = TakeState.Submitting,
            SubmittingAt = Noon,
            Request = new Contracts.GenerateTake
            {
                CorrelationId = shot,
                TakeId = take,
                Project = "film",
                ShotId = "SH010",
                Attempt = 1,
                Take = 1,
                Ordinal = 1,
                Operation = Contracts.Operation.ImageT2i,
                Prompt = "Mara waits at the pier",
                Model = "kling-2",
                AspectRatio = "9:16",
                Seed = 7,
            },
        };
    }

    protected static TakeLease LeaseOf(string worker) => new(worker, Noon.AddHours(1));

    protected static Contracts.GenerationCompleted ResultOf(TakeRecord take) =>
        new() { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Output = "file:///takes/1.png", Cost = 0.04m };
}
