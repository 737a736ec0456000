using System.Collections.Concurrent;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>The queues that messages of this process's endpoints go to when they cannot be handled.</summary>
internal sealed class ErrorQueues
{
    private readonly ConcurrentDictionary<string, bool> _endpoints = new(StringComparer.Ordinal);

    /// <summary>Every endpoint has one, from its first start on.</summary>
    public IEnumerable<string> Current => _endpoints.Keys.Select(name => $"{name}_error");

    /// <summary>Endpoints of version 0.1 may have left one.</summary>
    public IEnumerable<string> Former => _endpoints.Keys.Select(name => $"{name}_skipped");

    public void AddEndpoint(string name) => _endpoints.TryAdd(name, true);

    /// <summary>The queue that a message failed in.</summary>
    public static string OriginOf(string errorQueue) => errorQueue[..errorQueue.LastIndexOf('_')];
}
