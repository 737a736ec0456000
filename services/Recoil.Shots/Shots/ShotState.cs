using System.Text.Json.Serialization;
using MassTransit;
using Recoil.Contracts;
using Recoil.SagaDocuments;
using Recoil.Shots.Routing;

namespace Recoil.Shots;

/// <summary>The shot saga's state.</summary>
internal sealed class ShotState : SagaStateMachineInstance, IExpiringSaga
{
    /// <summary>The shot, see <see cref="ShotIdentity.OfShot"/>.</summary>
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";

    /// <summary>The request.</summary>
    public ShotRequested? Request { get; set; }

    /// <summary>Where the shot stands in the rules.</summary>
    public RoutingState? Routing { get; set; }

    /// <summary>1, and one more for every re-roll or remake that a person asked for.</summary>
    public int Round { get; set; } = 1;

    /// <summary>The last remake that was begun; null when there was none.</summary>
    public Guid? RemakeId { get; set; }

    /// <summary>US dollars by which reviewers have raised both caps for this shot.</summary>
    public decimal ExtraBudget { get; set; }

    /// <summary>Set while a cancelled shot waits for a take that may have been bought; null otherwise.</summary>
    public Cancellation? Cancelling { get; set; }

    /// <summary>How often the request that the shot waits on was sent again.</summary>
    public int Retries { get; set; }

    /// <summary>Unschedules the step's timer.</summary>
    public Guid? StepTimer { get; set; }

    /// <summary>The takes, oldest first. Cost, settlements and attempt records follow from them, see <see cref="ShotTakes"/>.</summary>
    public List<ShotTake> Takes { get; init; } = [];

    /// <summary>What happened when; with the takes it makes the timeline, see <see cref="ShotTimeline"/>.</summary>
    public List<TimelineNote> Notes { get; init; } = [];

    public List<OpRecord> Ops { get; init; } = [];

    /// <summary>The terminal event of this round, as it was published; null before.</summary>
    public ShotCompleted? Result { get; set; }

    /// <summary>This round's review, as it was published; null when there is none.</summary>
    public EnqueueReview? Review { get; set; }

    /// <summary>The last review's end, as it was published; null when there was none.</summary>
    public ReviewClosed? Closed { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The last take: while the shot is under way, the one that it waits for.</summary>
    [JsonIgnore]
    public ShotTake CurrentTake => Takes[^1];

    /// <summary>Whether its takes are judged by vision models, too.</summary>
    [JsonIgnore]
    public bool HasJudges => Request?.Judges is { Count: > 0 };

    [JsonIgnore]
    public string BudgetScope => ShotIdentity.BudgetScopeOf(Request!.Project, Request.RunId);
}

/// <summary>Who cancelled a shot, and why.</summary>
internal sealed record Cancellation(string By, string? Reason)
{
    public override string ToString() => Reason is null ? $"by {By}" : $"by {By}: {Reason}";
}
