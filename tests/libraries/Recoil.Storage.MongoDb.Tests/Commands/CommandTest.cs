using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Takes;

namespace Recoil.Storage.MongoDb.Tests.Commands;

/// <summary>A store whose commands are listened to.</summary>
public abstract class CommandTest : MongoTest
{
    private protected CommandLog Log { get; } = new();

    private protected MongoDbStore Watched { get; private set; } = null!;

    private protected MongoBudgetLedger WatchedLedger { get; private set; } = null!;

    private protected MongoTakeLedger WatchedTakes => new(Watched);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Watched = Open(Options, Log.Watch);
        WatchedLedger = new MongoBudgetLedger(Watched, TimeProvider.System);
    }
}
