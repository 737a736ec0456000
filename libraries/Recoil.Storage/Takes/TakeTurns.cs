namespace Recoil.Storage.Takes;

/// <summary>
/// Whose take a worker begins next: of the takes with the highest priority, one of the run that has waited longest for a turn at this
/// worker. So a small run behind a large one gets every other place, whatever waits before it.
/// </summary>
internal sealed class TakeTurns
{
    private const int Remembered = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Provider, string Account), long> _turns = [];
    private long _last;

    /// <summary>Chooses one of the runs' first takes, and notes its run's turn.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="heads">The first take of each run; not empty.</param>
    /// <returns>The place of the chosen one.</returns>
    public int Next(string provider, IReadOnlyList<TakeHead> heads)
    {
        lock (_lock)
        {
            var best = 0;
            for (var at = 1; at < heads.Count; at++)
            {
                if (IsBefore(provider, heads[at], heads[best]))
                    best = at;
            }

            if (_turns.Count >= Remembered)
                _turns.Clear();
            _turns[(provider, heads[best].Account)] = ++_last;
            return best;
        }
    }

    private bool IsBefore(string provider, TakeHead head, TakeHead other)
    {
        if (head.Priority != other.Priority)
            return head.Priority > other.Priority;
        var (turn, otherTurn) = (_turns.GetValueOrDefault((provider, head.Account)), _turns.GetValueOrDefault((provider, other.Account)));
        return turn != otherTurn ? turn < otherTurn : head.DueAt < other.DueAt;
    }
}

/// <summary>The take of a run that comes first: the one with the highest priority, and of those the one that waits longest.</summary>
/// <param name="TakeId">The take.</param>
/// <param name="Account">The run as a budget account.</param>
/// <param name="Priority">0 to 100.</param>
/// <param name="DueAt">Since when it waits, in UTC.</param>
internal sealed record TakeHead(Guid TakeId, string Account, int Priority, DateTimeOffset DueAt);
