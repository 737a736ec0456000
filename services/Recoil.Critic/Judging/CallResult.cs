using Recoil.Contracts;

namespace Recoil.Critic.Judging;

/// <summary>How one call of a judge ended.</summary>
internal sealed record CallResult
{
    private CallResult()
    {
    }

    /// <summary>What it cost; null where the judge refused it before it cost anything.</summary>
    public KnownCost? Cost { get; private init; }

    /// <summary>The answer; null when there is none that can be used.</summary>
    public string? Answer { get; private init; }

    /// <summary>Why there is none.</summary>
    public string? Failure { get; private init; }

    /// <summary>What is wrong with an answer that cannot be read; the judge may mend it.</summary>
    public string? Mistake { get; private init; }

    /// <summary>The same question would end in the same way.</summary>
    public bool IsFinal { get; private init; }

    /// <summary>How long to wait before the judge is asked again; null when waiting does not help.</summary>
    public TimeSpan? WaitFor { get; private init; }

    public static CallResult Answered(KnownCost cost, string answer) => new() { Cost = cost, Answer = answer };

    public static CallResult Ended(KnownCost cost, string why) => new() { Cost = cost, Failure = why, IsFinal = true };

    public static CallResult Unreadable(KnownCost cost, string mistake) => new() { Cost = cost, Failure = $"its answer cannot be used: {mistake}", Mistake = mistake };

    public static CallResult Undone(string why, TimeSpan? waitFor, bool isFinal) => new() { Failure = why, WaitFor = waitFor, IsFinal = isFinal };
}
