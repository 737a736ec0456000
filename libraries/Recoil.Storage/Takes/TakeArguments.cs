using Recoil.Contracts;

namespace Recoil.Storage.Takes;

/// <summary>What no store accepts, the same in every store.</summary>
internal static class TakeArguments
{
    /// <exception cref="ArgumentException">The take cannot be added so.</exception>
    public static void CheckNew(TakeRecord take, TakeLease? lease)
    {
        if (take is not { Request: not null, Provider: not null, Result: null, ProviderJob: null })
            throw new ArgumentException($"Take {take.TakeId} is new: it needs a request and a provider, and has no job and no result.", nameof(take));
        if (take.State is not (TakeState.Queued or TakeState.Submitting) || (take.State == TakeState.Submitting && lease is null))
            throw new ArgumentException($"Take {take.TakeId} is new: it is queued, or its submit is begun by whoever claims it.", nameof(take));
    }

    /// <exception cref="ArgumentException">The take cannot be cancelled so.</exception>
    public static void CheckCancelled(TakeRecord take)
    {
        if (take is not { Result: { } result, ProviderJob: null } || !KnownCost.Of(result).IsFree)
            throw new ArgumentException($"Take {take.TakeId} cannot be cancelled without a result that costs nothing, or with a job.", nameof(take));
    }
}
