using Recoil.Storage.Conformance;
using Recoil.Storage.Embedded;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.Tests;

/// <summary>An embedded store in a folder of its own.</summary>
public abstract class EmbeddedTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<EmbeddedDatabase> _open = [];

    private protected string Folder => _folder.Path;

    private protected string DatabaseFile => _folder["recoil.db"];

    public void Dispose()
    {
        foreach (var database in _open)
            database.Dispose();

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected EmbeddedDatabase Open(TimeSpan? lockTimeout = null)
    {
        var database = new EmbeddedDatabase(new EmbeddedStoreOptions { DataFolder = Folder, LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30) });
        _open.Add(database);
        return database;
    }

    private protected static ISagaDocumentStore<Film> FilmsOf(EmbeddedDatabase database) => new EmbeddedSagaDocuments<Film>(database, "film");

    private protected static SagaDocument<Film> NewFilm(int kilobytes = 1) =>
        new() { Id = Guid.NewGuid(), State = new Film { Title = new string('x', 1024 * kilobytes) } };

    /// <summary>Keeps the writer busy until the result is disposed, so that what comes meanwhile waits together.</summary>
    private protected static async Task<IDisposable> HoldWriterAsync(EmbeddedDatabase database)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new ManualResetEventSlim();
        _ = database.WriteAsync(
            WriteKind.Saga,
            (_, _) =>
            {
                held.TrySetResult();
                return release.Wait(TimeSpan.FromMinutes(1));
            },
            0,
            default);
        await held.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return new Held(release);
    }

    private sealed class Held(ManualResetEventSlim release) : IDisposable
    {
        public void Dispose() => release.Set();
    }
}
