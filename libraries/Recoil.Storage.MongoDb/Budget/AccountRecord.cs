using Recoil.Storage.Budget;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>An account with its open reservations, and those closed lately that are not yet documents of their own. Money is in trillionths of a dollar.</summary>
internal sealed class AccountRecord
{
    /// <summary>The account's name.</summary>
    public required string Id { get; init; }

    /// <summary>Spent and reserved together, without what is drawn on extra money: what a cap is compared with.</summary>
    public long HeldPico { get; init; }

    /// <summary>What is spent and reserved of extra money; absent when an earlier version made the document and nothing was.</summary>
    public long? ExtrasPico { get; init; }

    /// <summary>The same by shot.</summary>
    public Dictionary<string, long>? Extras { get; init; }

    /// <summary>What the project's hold leaves beyond spent and reserved; absent when the project does not hold it yet.</summary>
    public long? RoomPico { get; init; }

    /// <summary>Which change of the hold is in <see cref="RoomPico"/>.</summary>
    public long? Seq { get; init; }

    /// <summary>The month in which it counts what comes; absent until something did.</summary>
    public string? Month { get; init; }

    /// <summary>What the project holds for it in earlier months.</summary>
    public Dictionary<string, long>? Past { get; init; }

    /// <summary>What is spent of that.</summary>
    public long? PastSpentPico { get; init; }

    /// <summary>What the run was admitted with; absent unless it is open.</summary>
    public long? FloorPico { get; init; }

    /// <summary>The last admission.</summary>
    public int? Admission { get; init; }

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

    /// <summary>Its sums. What the project does not hold yet lacks all its room.</summary>
    public RunMoney Money => new(HeldPico, ExtrasPico ?? 0, FloorPico, RoomPico ?? -(HeldPico + (ExtrasPico ?? 0)));

    /// <summary>What the project holds for it in earlier months.</summary>
    public long PastPico => Past?.Values.Sum() ?? 0;

    /// <summary>What the project holds for it in its month, when there is so much room.</summary>
    public long GrantedWith(long room) => checked(room + HeldPico + (ExtrasPico ?? 0) - PastPico);

    /// <summary>What is spent and reserved of a shot's extra money; null when it had none.</summary>
    public long? UsedExtra(Guid shot) => Extras is { } extras && extras.TryGetValue(AccountQuery.Key(shot), out var used) ? used : null;
}

internal sealed class OpenReservation
{
    public long AmountPico { get; init; }

    public DateTimeOffset LapsesAt { get; init; }

    /// <summary>What of the amount is drawn on the shot's extra money; absent for nothing.</summary>
    public long? ExtraPico { get; init; }

    /// <summary>Whose extra money that is.</summary>
    public Guid? Shot { get; init; }

    /// <summary>The month that it counts in; absent when that is the account's.</summary>
    public string? Month { get; init; }
}

/// <param name="Outcome">The first answer.</param>
/// <param name="ChargedPico">What was charged so far.</param>
internal sealed record ClosedReservation(ReservationOutcome Outcome, long ChargedPico)
{
    /// <summary>When it was refused, settled, released or charged last; absent in one that an earlier version closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <inheritdoc cref="OpenReservation.ExtraPico"/>
    public long? ExtraPico { get; init; }

    /// <inheritdoc cref="OpenReservation.Shot"/>
    public Guid? Shot { get; init; }
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

    /// <inheritdoc cref="OpenReservation.ExtraPico"/>
    public long? ExtraPico { get; init; }

    /// <inheritdoc cref="OpenReservation.Shot"/>
    public Guid? Shot { get; init; }
}
