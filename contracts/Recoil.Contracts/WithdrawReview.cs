namespace Recoil.Contracts;

/// <summary>
/// Please close a review entry that its shot waits for no more, because it is made again. Nobody's claim holds the entry; a decision that is
/// there stands. One that has not come yet is added closed.
/// </summary>
public sealed record WithdrawReview
{
    /// <summary>The entry, as it was enqueued.</summary>
    public required EnqueueReview Review { get; init; }

    /// <summary>What closes it.</summary>
    public required ReviewDecided Decision { get; init; }
}
