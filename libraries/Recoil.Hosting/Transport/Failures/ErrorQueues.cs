using System.Collections.Concurrent;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>The queues that messages of this process's endpoints go to when they cannot be handled.</summary>
internal sealed class ErrorQueues
{
    private static readonly string[] s_endings = ["_error", "_skipped"];

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    public IEnumerable<string> All => _names.Keys;

    public void AddEndpoint(string name)
    {
        foreach (var ending in s_endings)
            _names.TryAdd(name + ending, true);
    }

    /// <summary>The queue that a message failed in.</summary>
    public static string OriginOf(string errorQueue) => errorQueue[..errorQueue.LastIndexOf('_')];
}
