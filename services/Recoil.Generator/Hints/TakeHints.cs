using System.Collections.Concurrent;

namespace Recoil.Generator.Hints;

/// <summary>Wakes takes of this process that wait for their provider.</summary>
internal sealed class TakeHints(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();

    /// <summary>Waits for a pause, or until the take's provider says that its job has changed.</summary>
    public async Task WaitAsync(Guid takeId, TimeSpan pause, CancellationToken cancellationToken)
    {
        var hinted = _waiting.GetOrAdd(takeId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await hinted.Task.WaitAsync(pause, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The usual end of a pause.
        }
        finally
        {
            _waiting.TryRemove(KeyValuePair.Create(takeId, hinted));
        }
    }

    /// <summary>The take's job may have changed.</summary>
    /// <returns>Whether the take waits in this process.</returns>
    public bool Hint(Guid takeId) => _waiting.TryGetValue(takeId, out var waiting) && waiting.TrySetResult();
}
