using Recoil.Contracts;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>What a project holds for a run in a month, in the project's document or as a document of its own.</summary>
internal sealed class HoldRecord
{
    /// <summary>The run's account.</summary>
    public required string Account { get; init; }

    /// <summary>The month that it counts in.</summary>
    public required string Month { get; init; }

    /// <summary>Which change of the run's hold it is. Of several the highest counts.</summary>
    public long Seq { get; init; }

    /// <summary>In trillionths of a dollar.</summary>
    public long AmountPico { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset At { get; init; }

    public static Guid IdOf(string account, string month) => NameBasedUuid.Create("hold", account, month);
}

/// <summary>A hold as a document of its own.</summary>
internal sealed class MovedHold
{
    public required Guid Id { get; init; }

    public required HoldRecord Hold { get; init; }
}
