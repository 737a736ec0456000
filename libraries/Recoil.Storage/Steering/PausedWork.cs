using System.Collections.Frozen;
using Recoil.Contracts;

namespace Recoil.Storage.Steering;

/// <summary>What must not begin, at one moment.</summary>
public sealed class PausedWork
{
    private readonly FrozenSet<string> _keys;

    /// <param name="pauses">What is paused.</param>
    public PausedWork(IEnumerable<Pause> pauses) => _keys = pauses.Select(pause => pause.What.Key).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Nothing is paused.</summary>
    public static PausedWork None { get; } = new([]);

    /// <summary>Whether a provider's account is paused.</summary>
    public bool HoldsAccount(string provider) => _keys.Count > 0 && _keys.Contains(PausedPart.Account(provider).Key);

    /// <summary>Whether a run or its project is paused.</summary>
    /// <param name="budgetAccount">The run as a budget account: its project, a slash and its id.</param>
    public bool HoldsRun(string budgetAccount) => _keys.Count > 0
        && (_keys.Contains(new PausedPart(PausablePart.Run, budgetAccount).Key) || _keys.Contains(PausedPart.Project(budgetAccount.Split('/', 2)[0]).Key));

    /// <summary>Whether a take of a run must not begin at a provider.</summary>
    public bool Holds(string provider, string budgetAccount) => HoldsAccount(provider) || HoldsRun(budgetAccount);
}
