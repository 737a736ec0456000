using Recoil.Storage.Sagas;

namespace Recoil.Storage.Conformance;

/// <summary>Gives every test an empty store.</summary>
/// <typeparam name="TStore">The store under test.</typeparam>
public abstract class StoreTest<TStore> : IAsyncLifetime where TStore : IStoreUnderTest, new()
{
    protected static readonly DateTimeOffset Noon = new(2031, 5, 6, 12, 0, 0, TimeSpan.Zero);

    protected IStoreUnderTest Store { get; } = new TStore();

    protected ISagaDocumentStore<Film> Films => Store.Sagas<Film>("film");

    public ValueTask InitializeAsync() => Store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static SagaDocument<Film> NewFilm(string title = "The Recoil") => new() { Id = Guid.NewGuid(), State = new Film { Title = title } };

    protected async Task<SagaDocument<Film>> InsertAsync(SagaDocument<Film> document)
    {
        (await Films.TryInsertAsync(document, default)).ShouldBeTrue();
        return document;
    }

    protected async Task<SagaDocument<Film>> LoadAsync(Guid id) => (await Films.LoadAsync(id, default)).ShouldNotBeNull();

    protected async Task<IEnumerable<Guid>> ClaimAsync(DateTimeOffset now, TimeSpan? claim = null, int limit = 100) =>
        (await Films.ClaimDueAsync(now, claim ?? TimeSpan.FromMinutes(1), limit, default)).Documents.Select(document => document.Id);

    /// <summary>Runs something many times at once, all starting together.</summary>
    protected static async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> run)
    {
        using var start = new Barrier(count);
        var running = Enumerable.Range(0, count).Select(index => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return run(index);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
        return await Task.WhenAll(running).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
