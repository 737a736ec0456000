using Recoil.Cli.Commands;
using Recoil.Cli.Connecting;
using Recoil.Storage.Sagas;

namespace Recoil.Cli.Errors;

/// <summary>Sagas that a sweeper has set aside, out of the services' store.</summary>
internal sealed class SetAsideSagaSource(StoreClient store, TimeProvider time) : IErrorSource
{
    /// <summary>The most that are listed.</summary>
    private const int Listed = 10_000;

    public static SetAsideSagaSource Open(string? data, CommandEnvironment environment) => new(StoreClient.Open(data, environment), environment.Time);

    public async Task<IReadOnlyList<ErrorEntry>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await store.SetAside.ListAsync(Listed, cancellationToken)).Select(saga => new ErrorEntry
        {
            Id = saga.Id,
            Place = saga.Type,
            Type = "saga",
            Cause = saga.Reason,
            At = saga.Since,
            Subject = saga.Id.ToString(),
            Source = this,
        }),
    ];

    public Task<string?> ReadAsync(ErrorEntry entry, CancellationToken cancellationToken) =>
        Task.FromResult<string?>($"{entry.Place} {entry.Id} was set aside: {entry.Cause} Retry it when the cause is mended. Discarded, its document is gone; requested again it starts anew.");

    public string EditablePartOf(string content) => throw new CommandFailedException("A saga cannot be edited. Mend the cause and retry it.");

    public async Task<ErrorOutcome> RetryAsync(ErrorEntry entry, string? edited, CancellationToken cancellationToken) =>
        edited is not null
            ? throw new CommandFailedException("A saga cannot be edited. Mend the cause and retry it.")
            : await store.SetAside.PutBackAsync(SagaOf(entry), time.GetUtcNow(), cancellationToken)
                ? new ErrorOutcome(ErrorOutcome.SentBack, "is tried again by the next sweep")
                : Gone;

    public async Task<ErrorOutcome> DiscardAsync(ErrorEntry entry, CancellationToken cancellationToken) =>
        await store.SetAside.RemoveAsync(SagaOf(entry), cancellationToken) ? new ErrorOutcome(ErrorOutcome.Discarded, "removed; requested again it starts anew") : Gone;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static ErrorOutcome Gone { get; } = new(ErrorOutcome.Gone, "not set aside any more");

    private static SetAsideSaga SagaOf(ErrorEntry entry) => new(entry.Place, entry.Id, entry.At, entry.Cause);
}
