using Recoil.Storage.Budget;
using Recoil.Storage.CrashHelper;
using Recoil.Storage.Embedded;
using Recoil.Storage.Sagas;

// Says a line for everything that the store has confirmed, so that the test knows what must be there.
var (mode, folder) = (args[0], args[1]);
switch (mode)
{
    case "write-until-killed":
        using (var database = Open())
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => WriteUntilKilledAsync(database)));
        break;

    case "share":
        using (var database = Open())
            await ShareAsync(database, counter: Guid.Parse(args[2]), changes: int.Parse(args[3]));
        break;

    case "hold":
        using (DataFolderLock.Acquire(folder))
        {
            Console.WriteLine("held");
            Console.ReadLine();
        }

        break;

    default:
        throw new InvalidOperationException($"Unknown mode {mode}.");
}

EmbeddedDatabase Open() => new(new EmbeddedStoreOptions { DataFolder = folder });

static async Task WriteUntilKilledAsync(EmbeddedDatabase database)
{
    var sagas = new EmbeddedSagaDocuments<Counter>(database, "counter");
    var ledger = new EmbeddedBudgetLedger(database);
    while (true)
    {
        var document = new SagaDocument<Counter> { Id = Guid.NewGuid(), State = new Counter() };
        await sagas.TryInsertAsync(document, default);
        Console.WriteLine($"inserted {document.Id}");
        document.State.Value++;
        await sagas.TryReplaceAsync(document, default);
        Console.WriteLine($"replaced {document.Id}");
        var request = new ReservationRequest(
            "account", document.Id, 0.02m, decimal.MaxValue, 0, decimal.MaxValue, DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1));
        await ledger.ReserveAsync(request, default);
        await ledger.SettleAsync("account", document.Id, 0.01m, DateTimeOffset.UnixEpoch, default);
        Console.WriteLine($"settled {document.Id}");
    }
}

static async Task ShareAsync(EmbeddedDatabase database, Guid counter, int changes)
{
    var sagas = new EmbeddedSagaDocuments<Counter>(database, "counter");
    var ledger = new EmbeddedBudgetLedger(database);
    for (var change = 0; change < changes; change++)
    {
        SagaDocument<Counter> document;
        do
        {
            document = await sagas.LoadAsync(counter, default) ?? throw new InvalidOperationException("The counter is not there.");
            document.State.Value++;
        }
        while (!await sagas.TryReplaceAsync(document, default));
        Console.WriteLine("changed");

        var request = new ReservationRequest(
            "account", Guid.NewGuid(), 0.1m, EpisodeCap: changes * 0.1m, 0, decimal.MaxValue, DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1));
        Console.WriteLine(await ledger.ReserveAsync(request, default));
    }

    while (await sagas.ClaimDueAsync(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1), 3, default) is { Count: > 0 } due)
    {
        foreach (var document in due.Documents)
            Console.WriteLine($"claimed {document.Id}");
    }
}
