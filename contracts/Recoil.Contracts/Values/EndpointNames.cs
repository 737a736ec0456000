using System.Collections.Frozen;

namespace Recoil.Contracts;

/// <summary>The services' queues, and which of them a command goes to.</summary>
public static class EndpointNames
{
    /// <summary>The shot saga's queue.</summary>
    public const string Shots = "shots";

    /// <summary>The run saga's queue.</summary>
    public const string Runs = "runs";

    /// <summary>The budget service's queue.</summary>
    public const string Budget = "budget";

    /// <summary>The generators' queue.</summary>
    public const string Generator = "generator";

    /// <summary>The critics' queue.</summary>
    public const string Critic = "critic";

    /// <summary>The review queue's queue.</summary>
    public const string ReviewQueue = "review-queue";

    /// <summary>The sagas: they wait for an answer to what they send, and act on the fault of a refused message.</summary>
    public static FrozenSet<string> Sagas { get; } = FrozenSet.Create(StringComparer.Ordinal, Shots, Runs);

    /// <summary>
    /// The queue of each command that a service sends. A command has one receiver, which may not have run yet: then it waits in the queue.
    /// Everything else is an event, which reaches whoever listens.
    /// </summary>
    public static FrozenDictionary<Type, string> ByCommand { get; } = new Dictionary<Type, string>
    {
        [typeof(ReserveBudget)] = Budget,
        [typeof(SettleBudget)] = Budget,
        [typeof(ReserveRunBudget)] = Budget,
        [typeof(CloseRunBudget)] = Budget,
        [typeof(SetProjectBudget)] = Budget,
        [typeof(TopUpProjectBudget)] = Budget,
        [typeof(GenerateTake)] = Generator,
        [typeof(CritiqueTake)] = Critic,
        [typeof(EnqueueReview)] = ReviewQueue,
        [typeof(WithdrawReview)] = ReviewQueue,
        [typeof(PauseWork)] = ReviewQueue,
        [typeof(ResumeWork)] = ReviewQueue,
        [typeof(SetPriority)] = ReviewQueue,
        [typeof(ReviewDecided)] = Shots,
        [typeof(CancelShot)] = Shots,
        [typeof(RemakeShot)] = Shots,
    }.ToFrozenDictionary();
}
