using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Upgrading;

/// <summary>A shot's state as Recoil.Bus 0.1 stored it. It is only read.</summary>
internal sealed class ShotStateV1
{
    public Guid CorrelationId { get; init; }
    public string CurrentState { get; init; } = "";
    public ShotRequested? Request { get; init; }
    public RoutingStateV1? Routing { get; init; }
    public int Round { get; init; } = 1;
    public decimal ExtraBudget { get; init; }
    public Cancellation? Cancelling { get; init; }
    public int Asked { get; init; }
    public Guid? StepTimer { get; init; }

    /// <summary>The result of the take under way, until it was decided on.</summary>
    public GenerationCompleted? Generation { get; init; }

    public List<SettlementV1> Settlements { get; init; } = [];
    public List<TimelineEntry> Timeline { get; init; } = [];
    public List<OpRecord> Ops { get; init; } = [];
    public ShotCompleted? Result { get; init; }
    public EnqueueReview? Review { get; init; }
    public ReviewClosed? Closed { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What a take turned out to cost, in US dollars.</summary>
internal readonly record struct SettlementV1(Guid TakeId, decimal Cost);

/// <summary>The memory of the routing as Recoil.Bus 0.1 stored it.</summary>
internal sealed class RoutingStateV1
{
    public int Attempt { get; init; } = 1;
    public int Take { get; init; } = 1;
    public required string Model { get; init; }
    public required decimal Estimate { get; init; }
    public required string OriginalPrompt { get; init; }
    public string? SoftenedPrompt { get; init; }
    public RerollStrategy? Strategy { get; init; }
    public string? HeldOutput { get; init; }
    public TakeRank HeldRank { get; init; }
    public FailureMode? LastFailureMode { get; init; }
    public HardEnd? PreviousEnd { get; init; }
    public IReadOnlyList<string> ValidationNotes { get; init; } = [];

    /// <summary>One for every take that was decided on.</summary>
    public IReadOnlyList<AttemptRecord> AttemptRecords { get; init; } = [];
}
