using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Conformance;
using Recoil.Storage.Embedded;
using Recoil.Storage.Failures;
using Recoil.Storage.Judging;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Tests;

public sealed class EmbeddedStoreUnderTest : IStoreUnderTest, IDisposable
{
    private readonly TemporaryFolder? _owned;
    private readonly EmbeddedDatabase _database;

    public EmbeddedStoreUnderTest()
    {
        _owned = new TemporaryFolder();
        _database = Open(_owned.Path);
        Takes = new EmbeddedTakeLedger(_database);
    }

    private EmbeddedStoreUnderTest(string folder)
    {
        _database = Open(folder);
        Takes = new EmbeddedTakeLedger(_database);
    }

    public IBudgetLedger Budget => new EmbeddedBudgetLedger(_database);

    public IProjectBudgets Projects => new EmbeddedProjectBudgets(_database);

    public ITakeLedger Takes { get; }

    public IProviderAccounts Accounts => new EmbeddedProviderAccounts(_database);

    public IPriorities Priorities => new EmbeddedPriorities(_database);

    public IJudgements Judgements => new EmbeddedJudgements(_database);

    public IApprovedShots ApprovedShots => new EmbeddedApprovedShots(_database);

    public IRunShots RunShots => new EmbeddedRunShots(_database);

    public IPauses Pauses => new EmbeddedPauses(_database);

    public IFailedMessages FailedMessages => new EmbeddedFailedMessages(_database);

    public IReviewEntries Reviews => new EmbeddedReviewEntries(_database);

    public IStoredDocuments Documents => new EmbeddedStoredDocuments(_database);

    public ISetAsideSagas SetAside => new EmbeddedSetAsideSagas(_database);

    public ISagaDocumentStore<TState> Sagas<TState>(SagaSchema<TState> schema) where TState : class =>
        new EmbeddedSagaDocuments<TState>(_database, schema);

    public Task SpoilReviewAsync(Guid reviewId) => _database.WriteAsync(
        WriteKind.Review, static (session, id) => session[new Sql("UPDATE reviews SET entry = CAST('{}' AS BLOB) WHERE id = ?1")].Bind(1, id).Execute(), reviewId, default);

    public async Task<bool> TryUntilAsync(int writes, Func<IBudgetLedger, IProjectBudgets, CancellationToken, Task> operation)
    {
        // An operation is one transaction: there is nothing that it could do by halves.
        await operation(Budget, Projects, default);
        return writes > 1;
    }

    public Task<decimal?> HoldAtProjectAsync(string account) => Task.FromResult<decimal?>(null);

    public Task<IStoreUnderTest> OpenAgainAsync() =>
        Task.FromResult<IStoreUnderTest>(new EmbeddedStoreUnderTest(Path.GetDirectoryName(_database.File)!));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _database.Dispose();
        _owned?.Dispose();
    }

    private static EmbeddedDatabase Open(string folder) => new(new EmbeddedStoreOptions { DataFolder = folder });
}
