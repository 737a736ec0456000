using Recoil.Contracts;

namespace Recoil.Cli.Progress;

/// <summary>A run's progress. Not safe for several threads.</summary>
internal sealed class RunBoard(RunRequested run)
{
    private readonly Dictionary<string, ShotProgressed> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ShotCompleted> _completed = new(StringComparer.Ordinal);

    public RunRequested Run => run;

    public int Total => run.Shots.Count;

    public int Completed => _completed.Count;

    /// <summary>What all shots cost so far.</summary>
    public KnownCost Spent => KnownCost.Sum([.. _completed.Values.Select(KnownCost.Of), .. _underWay.Values.Select(KnownCost.Of)]);

    /// <summary>In the plan's order.</summary>
    public IEnumerable<ShotProgressed> UnderWay =>
        run.Shots.Select(shot => _underWay.GetValueOrDefault(shot.ShotId)).OfType<ShotProgressed>();

    /// <summary>How many shots ended with each status, in the order of the statuses.</summary>
    public IEnumerable<(string Status, int Count)> Counts => _completed.Values.CountBy(shot => shot.Status)
        .OrderBy(count => count.Key).Select(count => (SnakeCase.Of(count.Key), count.Value));

    /// <summary>Notes that a shot moved on.</summary>
    /// <returns>False when this says nothing new, because it came twice or after the end.</returns>
    public bool Note(ShotProgressed shot)
    {
        if (_completed.ContainsKey(shot.ShotId) || (_underWay.TryGetValue(shot.ShotId, out var before) && before == shot))
            return false;
        _underWay[shot.ShotId] = shot;
        return true;
    }

    /// <summary>Notes that a shot ended.</summary>
    /// <returns>False when that was known.</returns>
    public bool Note(ShotCompleted shot)
    {
        _underWay.Remove(shot.ShotId);
        return _completed.TryAdd(shot.ShotId, shot);
    }
}
