using System.Runtime.InteropServices;

namespace Recoil.Storage.Budget;

/// <summary>
/// The sums of a run's account, in trillionths of a dollar, and what its project must hold for it. Pure. The hold is what the run was admitted with
/// or what counts against its cap, whichever is more, and what its shots use of the extra money that people gave them.
/// </summary>
/// <param name="Shared">Spent and reserved together, without what is drawn on extra money: what the run's cap is compared with.</param>
/// <param name="Extras">What is spent and reserved of extra money.</param>
/// <param name="Floor">What the run was admitted with; null unless it is open.</param>
/// <param name="Room">What the hold leaves beyond what is spent and reserved.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunMoney(long Shared, long Extras, long? Floor, long Room)
{
    /// <summary>Spent and reserved together.</summary>
    public long Held => checked(Shared + Extras);

    /// <summary>By how much the hold must change, up or down, for <see cref="Room"/> to be what it has to be.</summary>
    public long Change => checked(Kept - Room);

    /// <summary>What must be left of the hold for what the run may still spend.</summary>
    private long Kept => Math.Max(0, (Floor ?? 0) - Shared);

    /// <summary>After a movement that the hold counts: money reserved, spent or freed.</summary>
    public RunMoney Moved(long shared, long extras) =>
        checked(this with { Shared = Shared + shared, Extras = Extras + extras, Room = Room - shared - extras });

    /// <summary>After a movement that counts in an earlier month: the hold of this one keeps for the run what it kept before.</summary>
    public RunMoney MovedBefore(long shared, long extras) =>
        checked(this with { Shared = Shared + shared, Extras = Extras + extras, Floor = Floor + shared });

    /// <summary>With a hold that is as large as it must be.</summary>
    public RunMoney Matched => this with { Room = Kept };
}
