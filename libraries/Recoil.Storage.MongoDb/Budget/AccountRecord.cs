using Recoil.Storage.Budget;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>An account with its open reservations, and those closed lately that are not yet documents of their own. Money is in trillionths of a dollar.</summary>
internal sealed class AccountRecord
{
    /// <summary>The account's name.</summary>
    public required string Id { get; init; }

    /// <summary>Spent and reserved together: what a cap is compared with.</summary>
    public long HeldPico { get; init; }

    public long SpentPico { get; init; }

    public int OpenCount { get; init; }

    /// <summary>How many reservations were ever closed.</summary>
    public long Closings { get; init; }

    /// <summary>Counts removals of closed reservations from here: who looks one up there and changes something here sees whether it moved meanwhile.</summary>
    public long Moves { get; init; }

    /// <summary>Not later than the first open reservation lapses; absent when none is open that could.</summary>
    public DateTimeOffset? NextLapse { get; init; }

    /// <summary>Not later than the first of <see cref="Closed"/> was closed; absent when none is, or earlier versions closed them all.</summary>
    public DateTimeOffset? OldestClosed { get; init; }

    public Dictionary<string, OpenReservation> Open { get; init; } = [];

    public Dictionary<string, ClosedReservation> Closed { get; init; } = [];
}

internal sealed class OpenReservation
{
    public long AmountPico { get; init; }

    public DateTimeOffset LapsesAt { get; init; }
}

/// <param name="Outcome">The first answer.</param>
/// <param name="ChargedPico">What was charged so far.</param>
internal sealed record ClosedReservation(ReservationOutcome Outcome, long ChargedPico)
{
    /// <summary>When it was refused, settled, released or charged last; absent in one that an earlier version closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>A closed reservation as a document of its own.</summary>
internal sealed class ReservationRecord
{
    public required Guid Id { get; init; }

    public required string Account { get; init; }

    public ReservationOutcome Outcome { get; init; }

    public long ChargedPico { get; init; }

    /// <inheritdoc cref="ClosedReservation.ClosedAt"/>
    public DateTimeOffset? ClosedAt { get; init; }
}
