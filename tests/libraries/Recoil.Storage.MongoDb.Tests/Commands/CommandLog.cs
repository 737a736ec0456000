using System.Collections.Concurrent;
using MongoDB.Bson;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace Recoil.Storage.MongoDb.Tests.Commands;

/// <summary>What a client asks of its server, without what it does to stay connected.</summary>
internal sealed class CommandLog
{
    private static readonly HashSet<string> s_ofConnections = new(StringComparer.Ordinal) { "hello", "isMaster", "ismaster", "ping", "buildInfo", "endSessions", "saslStart", "saslContinue", "getLastError" };

    private readonly ConcurrentQueue<BsonDocument> _started = new();

    /// <summary>The commands since the last time, in order.</summary>
    public List<BsonDocument> Take()
    {
        var taken = new List<BsonDocument>();
        while (_started.TryDequeue(out var command))
            taken.Add(command);
        return taken;
    }

    /// <summary>Their names.</summary>
    public IEnumerable<string> TakeNames() => Take().Select(command => command.GetElement(0).Name);

    public void Watch(ClusterBuilder cluster) => cluster.Subscribe<CommandStartedEvent>(started =>
    {
        // The driver uses the document's memory again when the command has been sent.
        if (!s_ofConnections.Contains(started.CommandName))
            _started.Enqueue(BsonDocument.Parse(started.Command.ToJson()));
    });
}
