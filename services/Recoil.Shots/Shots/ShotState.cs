using System.Text.Json.Serialization;
using MassTransit;
using Recoil.Contracts;
using Recoil.SagaDocuments;
using Recoil.Shots.Routing;

namespace Recoil.Shots;

/// <summary>What the shot saga remembers.</summary>
internal sealed class ShotState : SagaStateMachineInstance, IExpiringSaga
{
    /// <summary>The shot, see <see cref="ShotIdentity.OfShot"/>.</summary>
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";

    /// <summary>What was asked for.</summary>
    public ShotRequested? Request { get; set; }

    /// <summary>Where the shot stands in the rules.</summary>
    public RoutingState? Routing { get; set; }

    /// <summary>1, and one more for every re-roll that a person asked for.</summary>
    public int Round { get; set; } = 1;

    /// <summary>US dollars by which people have raised both caps for this shot.</summary>
    public decimal ExtraBudget { get; set; }

    /// <summary>Somebody cancelled the shot while a take was in the making; null otherwise.</summary>
    public Cancellation? Cancelling { get; set; }

    /// <summary>How often the present question was asked.</summary>
    public int Asked { get; set; }

    /// <summary>Takes the present timer back.</summary>
    public Guid? StepTimer { get; set; }

    /// <summary>The generation that the critic is looking at.</summary>
    public GenerationCompleted? Generation { get; set; }

    /// <summary>What each take turned out to cost, in US dollars: told to the budget service, and told again when asked.</summary>
    public List<Settlement> Settlements { get; init; } = [];

    public List<TimelineEntry> Timeline { get; init; } = [];
    public List<OpRecord> Ops { get; init; } = [];

    /// <summary>How the shot ended; null while it has not.</summary>
    public ShotCompleted? Result { get; set; }

    /// <summary>What a person is asked to look at in this round, or null.</summary>
    public EnqueueReview? Review { get; set; }

    /// <summary>What a person decided last, as it was told; null when nobody has.</summary>
    public ReviewClosed? Closed { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The take that is awaited or being judged.</summary>
    [JsonIgnore]
    public Guid CurrentTakeId => ShotIdentity.OfTake(CorrelationId, Routing!.Attempt, Routing.Take);

    [JsonIgnore]
    public string BudgetScope => ShotIdentity.BudgetScopeOf(Request!.Project, Request.RunId);
}

/// <summary>Who cancelled a shot, and why.</summary>
internal sealed record Cancellation(string By, string? Reason)
{
    public override string ToString() => Reason is null ? $"by {By}" : $"by {By}: {Reason}";
}

/// <summary>What a take turned out to cost, in US dollars.</summary>
internal readonly record struct Settlement(Guid TakeId, decimal Cost);
