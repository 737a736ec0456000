using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.Failures;
using Recoil.Storage.Judging;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Judging;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Runs;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Steering;
using Recoil.Storage.MongoDb.Takes;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Tests;

public sealed class MongoStoreUnderTest : IStoreUnderTest, IDisposable
{
    private readonly bool _owns;
    private MongoDbStoreOptions? _options;
    private MongoDbStore? _store;
    private MongoDbStore? _ending;
    private readonly WriteLimit _writes = new();

    public MongoStoreUnderTest() => _owns = true;

    private MongoStoreUnderTest(MongoDbStoreOptions options) => (_options, _store) = (options, new MongoDbStore(options));

    public IBudgetLedger Budget => new MongoBudgetLedger(_store!, TimeProvider.System);

    public IProjectBudgets Projects => new MongoProjectBudgets(_store!, TimeProvider.System);

    public ITakeLedger Takes => field ??= new MongoTakeLedger(_store!);

    public IProviderAccounts Accounts => new MongoProviderAccounts(_store!);

    public IJudgements Judgements => new MongoJudgements(_store!);

    public IApprovedShots ApprovedShots => new MongoApprovedShots(_store!);

    public IRunShots RunShots => new MongoRunShots(_store!);

    public IPriorities Priorities => new MongoPriorities(_store!);

    public IPauses Pauses => new MongoPauses(_store!);

    public IFailedMessages FailedMessages => new MongoFailedMessages(_store!);

    public IReviewEntries Reviews => new MongoReviewEntries(_store!);

    public IStoredDocuments Documents => new MongoStoredDocuments(_store!);

    public ISetAsideSagas SetAside =>
        new MongoSetAsideSagas(_store!, [new SagaDocumentType("film"), new SagaDocumentType("shot"), new SagaDocumentType("run")]);

    public ISagaDocumentStore<TState> Sagas<TState>(SagaSchema<TState> schema) where TState : class =>
        new MongoSagaDocumentStores(_store!, TimeProvider.System).Open(schema);

    public Task SpoilReviewAsync(Guid reviewId) => _store!.Reviews.UpdateOneAsync(
        Builders<StoredReview>.Filter.Eq(review => review.Id, reviewId), Builders<StoredReview>.Update.Set("request", new BsonDocument()));

    public async Task<bool> TryUntilAsync(int writes, Func<IBudgetLedger, IProjectBudgets, CancellationToken, Task> operation)
    {
        _ending ??= new MongoDbStore(_options!, _writes.Watch);
        using var end = new CancellationTokenSource();
        _writes.EndAfter(writes, end);
        try
        {
            await operation(new MongoBudgetLedger(_ending, TimeProvider.System), new MongoProjectBudgets(_ending, TimeProvider.System), end.Token);
            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
    }

    public async Task<decimal?> HoldAtProjectAsync(string account)
    {
        var project = await _store!.Projects.Find(there => there.Id == ShotIdentity.ProjectOfBudgetScope(account)).FirstOrDefaultAsync();
        var holds = (await _store.Holds.Find(Builders<MovedHold>.Filter.Empty).ToListAsync()).ToDictionary(moved => AccountQuery.Key(moved.Id), moved => moved.Hold, StringComparer.Ordinal);
        foreach (var (key, hold) in project?.Holds ?? [])
            holds[key] = hold;
        return holds.Values.Where(hold => hold.Account == account).Sum(hold => PicoDollars.ToDollars(hold.AmountPico));
    }

    public Task<IStoreUnderTest> OpenAgainAsync() => Task.FromResult<IStoreUnderTest>(new MongoStoreUnderTest(_options!));

    public async ValueTask InitializeAsync()
    {
        _options = await TestServer.NewDatabaseAsync();
        _store = new MongoDbStore(_options);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_owns && _options is not null)
            await TestServer.DropAsync(_options);
    }

    public void Dispose()
    {
        _store?.Dispose();
        _ending?.Dispose();
    }
}
