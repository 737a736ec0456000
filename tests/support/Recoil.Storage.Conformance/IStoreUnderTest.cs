using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Budget;
using Recoil.Storage.Failures;
using Recoil.Storage.Judging;
using Recoil.Storage.Reviews;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Conformance;

/// <summary>
/// A store that the suite is run on. <see cref="IAsyncLifetime.InitializeAsync"/> makes an empty one, and throws
/// <see cref="SkipException"/> when the server that it needs is not there.
/// </summary>
public interface IStoreUnderTest : IAsyncLifetime
{
    IBudgetLedger Budget { get; }

    IProjectBudgets Projects { get; }

    ITakeLedger Takes { get; }

    IProviderAccounts Accounts { get; }

    IPauses Pauses { get; }

    IPriorities Priorities { get; }

    IRunShots RunShots { get; }

    IApprovedShots ApprovedShots { get; }

    IReviewEntries Reviews { get; }

    IJudgements Judgements { get; }

    IFailedMessages FailedMessages { get; }

    IStoredDocuments Documents { get; }

    /// <summary>What is set aside among the types film, shot and run.</summary>
    ISetAsideSagas SetAside { get; }

    ISagaDocumentStore<TState> Sagas<TState>(SagaSchema<TState> schema) where TState : class;

    /// <summary>Takes out of a stored review what no version can do without.</summary>
    Task SpoilReviewAsync(Guid reviewId);

    /// <summary>Runs an operation in a process that ends after so many writes, at least 1: what it would have done then is not done, and its answer is lost.</summary>
    /// <returns>Whether the operation needed fewer writes, and so has ended.</returns>
    Task<bool> TryUntilAsync(int writes, Func<IBudgetLedger, IProjectBudgets, CancellationToken, Task> operation);

    /// <summary>What a run's project holds for it over all months, in US dollars; null where that is kept nowhere but in the run's account.</summary>
    Task<decimal?> HoldAtProjectAsync(string account);

    /// <summary>Opens the same data once more, as another process would; closed by its own disposal.</summary>
    Task<IStoreUnderTest> OpenAgainAsync();
}
