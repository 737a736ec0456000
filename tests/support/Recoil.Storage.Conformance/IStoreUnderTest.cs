using Recoil.Storage.Budget;
using Recoil.Storage.Failures;
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

    ITakeLedger Takes { get; }

    IProviderAccounts Accounts { get; }

    IPauses Pauses { get; }

    IPriorities Priorities { get; }

    IRunShots RunShots { get; }

    IReviewEntries Reviews { get; }

    IFailedMessages FailedMessages { get; }

    IStoredDocuments Documents { get; }

    /// <summary>What is set aside among the types film, shot and run.</summary>
    ISetAsideSagas SetAside { get; }

    ISagaDocumentStore<TState> Sagas<TState>(SagaSchema<TState> schema) where TState : class;

    /// <summary>Takes out of a stored review what no version can do without.</summary>
    Task SpoilReviewAsync(Guid reviewId);

    /// <summary>Opens the same data once more, as another process would; closed by its own disposal.</summary>
    Task<IStoreUnderTest> OpenAgainAsync();
}
