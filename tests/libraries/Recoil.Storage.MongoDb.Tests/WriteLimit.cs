using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace Recoil.Storage.MongoDb.Tests;

/// <summary>Ends what a client does as soon as so many of its writes have come to the server.</summary>
internal sealed class WriteLimit
{
    private CancellationTokenSource? _end;
    private int _left;

    public void EndAfter(int writes, CancellationTokenSource end) => (_left, _end) = (writes, end);

    public void Watch(ClusterBuilder cluster) => cluster.Subscribe<CommandSucceededEvent>(done =>
    {
        if (done.CommandName is "update" or "findAndModify" or "insert" && --_left == 0)
            _end!.Cancel();
    });
}
