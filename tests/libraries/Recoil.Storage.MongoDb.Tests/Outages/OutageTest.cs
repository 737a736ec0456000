using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Takes;

namespace Recoil.Storage.MongoDb.Tests.Outages;

/// <summary>A store behind a proxy that cuts connections; the test itself has one past it.</summary>
public abstract class OutageTest : MongoTest
{
    private int _done;

    /// <summary>How many operations <see cref="UntilThereAsync"/> has done.</summary>
    private protected int Done => Volatile.Read(ref _done);

    private protected CuttingProxy Proxy { get; private set; } = null!;

    private protected MongoDbStore Behind { get; private set; } = null!;

    private protected MongoBudgetLedger LedgerBehind { get; private set; } = null!;

    private protected MongoTakeLedger TakesBehind => new(Behind);

    private protected MongoReviewEntries ReviewsBehind => new(Behind);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Proxy = new CuttingProxy(Options.ConnectionString);
        Behind = Open(Options with { ConnectionString = Proxy.ConnectionString });
        LedgerBehind = new MongoBudgetLedger(Behind, TimeProvider.System);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Loses the answer to a command of an operation, checks that this is reported, and repeats the operation.</summary>
    private protected async Task<T> AgainAfterLostAnswerAsync<T>(string command, Func<Task<T>> operation)
    {
        var before = Proxy.Cuts;
        Proxy.CutAnswerTo(command);

        (await Should.ThrowAsync<StorageUnavailableException>(operation)).Message.ShouldStartWith("MongoDB at 127.0.0.1:");
        Proxy.Cuts.ShouldBe(before + 1);

        return await operation();
    }

    /// <summary>Does an operation until the store is there for it.</summary>
    private protected async Task<T> UntilThereAsync<T>(Func<Task<T>> operation)
    {
        while (true)
        {
            try
            {
                var done = await operation();
                Interlocked.Increment(ref _done);
                return done;
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
