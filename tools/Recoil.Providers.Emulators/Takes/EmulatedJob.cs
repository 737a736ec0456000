using Recoil.Providers.Emulators.Faults;

namespace Recoil.Providers.Emulators.Takes;

/// <summary>Something that was bought.</summary>
public sealed record EmulatedJob
{
    private int _polls;
    private int _downloads;

    /// <summary>The provider's id.</summary>
    public required string Id { get; init; }

    /// <summary>The buyer's own id, where the provider takes one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What was ordered.</summary>
    public required EmulatedOrder Order { get; init; }

    /// <summary>What goes wrong with it.</summary>
    public Fault Fault { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>How many questions there were.</summary>
    internal int Polls => Volatile.Read(ref _polls);

    /// <summary>Counts a question.</summary>
    /// <returns>Its number, from 1.</returns>
    internal int Poll() => Interlocked.Increment(ref _polls);

    /// <summary>Counts a download.</summary>
    /// <returns>Its number, from 1.</returns>
    internal int Download() => Interlocked.Increment(ref _downloads);
}
