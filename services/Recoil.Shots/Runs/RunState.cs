using System.Text.Json.Serialization;
using MassTransit;
using Recoil.Contracts;
using Recoil.SagaDocuments;

namespace Recoil.Shots.Runs;

/// <summary>The run saga's state.</summary>
internal sealed class RunState : SagaStateMachineInstance, IExpiringSaga
{
    /// <summary>The run, see <see cref="ShotIdentity.OfRun"/>.</summary>
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";

    /// <summary>The request.</summary>
    public RunRequested? Run { get; set; }

    /// <summary>One for every shot, in the plan's order.</summary>
    public List<RunShot> Shots { get; init; } = [];

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Who cancelled the run, and why; no further shot is started then. Null while it is not cancelled.</summary>
    public Cancellation? Cancelled { get; set; }

    /// <summary>Why the run could not go on; no further shot is started then, until the run is requested again. Null otherwise.</summary>
    public string? Failure { get; set; }

    /// <summary>How the run ended; null while it has not.</summary>
    public RunCompleted? Result { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>Where a shot of a run stands.</summary>
internal sealed class RunShot
{
    public required string ShotId { get; init; }

    /// <summary>The shot has been requested.</summary>
    public bool Started { get; set; }

    /// <summary>How it ended; null while it has not.</summary>
    public ShotStatus? Status { get; set; }

    /// <summary>The round that <see cref="Status"/> is of.</summary>
    public int Round { get; set; }

    public string? OutputPath { get; set; }

    /// <summary>The take that a person approved after <see cref="Round"/>; null while nobody has.</summary>
    public string? ApprovedOutput { get; set; }

    /// <summary>The shot has a take that may be built on: a good one, or one that a person approved.</summary>
    [JsonIgnore]
    public bool IsAccepted => Status == ShotStatus.Ok || ApprovedOutput is not null;

    /// <summary>What the shot costs so far, in US dollars.</summary>
    public decimal Cost { get; set; }

    /// <summary>Where <see cref="Cost"/> comes from; null before there is one, and from earlier versions, whose amounts are reported.</summary>
    public CostSource? CostSource { get; set; }

    [JsonIgnore]
    public KnownCost KnownCost => KnownCost.Of(Cost, CostSource);

    /// <summary>A shot's cost never falls, so a lower amount arrives out of order and changes nothing. Of the same amount the last word on its source counts.</summary>
    public void RaiseCost(KnownCost cost)
    {
        if (cost.Usd >= Cost)
            (Cost, CostSource) = (cost.Usd, cost.Source);
    }
}
