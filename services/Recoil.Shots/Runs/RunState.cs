using MassTransit;
using Recoil.Contracts;
using Recoil.SagaDocuments;

namespace Recoil.Shots.Runs;

/// <summary>The run saga's state. It is small however long the run is: what was planned and how each shot stands are records of their own.</summary>
internal sealed class RunState : SagaStateMachineInstance, IExpiringSaga
{
    /// <summary>The run, see <see cref="ShotIdentity.OfRun"/>.</summary>
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";

    /// <summary>The request without its shots; documents of schema 1 have them.</summary>
    public RunRequested? Run { get; set; }

    /// <summary>The plan; null while none could be begun.</summary>
    public Guid? Plan { get; set; }

    /// <summary>How many shots were planned.</summary>
    public int ShotCount { get; set; }

    /// <summary>The shots that have been requested and have not ended, at most as many as may be under way.</summary>
    public List<ActiveShot> Active { get; init; } = [];

    /// <summary>The last requests to make shots again that the run has carried out, oldest first.</summary>
    public List<Guid> Remakes { get; init; } = [];

    /// <summary>Which admission of the run its money is asked for with, counted from 1; 0 in a document of schema 1.</summary>
    public int Admission { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Who cancelled the run, and why; no further shot is started then. Null while it is not cancelled.</summary>
    public Cancellation? Cancelled { get; set; }

    /// <summary>Why the run could not go on; no further shot is started then, until the run is requested again. Null otherwise.</summary>
    public string? Failure { get; set; }

    /// <summary>How the run ended; null while it has not.</summary>
    public RunCompleted? Result { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>How the shots stand in a document of schema 1, in the plan's order; null otherwise.</summary>
    public List<EarlierRunShot>? Shots { get; set; }
}

/// <summary>A shot of a run that is under way.</summary>
/// <param name="Index">Its place in the plan.</param>
/// <param name="ShotId">Its id.</param>
/// <param name="Replaces">The round that it replaces where it is made again; 0 for its first time.</param>
internal sealed record ActiveShot(int Index, string ShotId, int Replaces = 0);

/// <summary>Where a shot of a run stands in a document of schema 1.</summary>
internal sealed record EarlierRunShot
{
    public required string ShotId { get; init; }
    public bool Started { get; init; }
    public ShotStatus? Status { get; init; }
    public int Round { get; init; }
    public string? OutputPath { get; init; }
    public string? ApprovedOutput { get; init; }
    public decimal Cost { get; init; }
    public CostSource? CostSource { get; init; }
}
