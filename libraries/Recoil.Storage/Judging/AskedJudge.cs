namespace Recoil.Storage.Judging;

/// <summary>A question to a judge: how often it was asked, for which takes, and what was answered.</summary>
public sealed record AskedJudge
{
    /// <summary>The question: what is to be looked at, by which rubric, and by which model.</summary>
    public required Guid Id { get; init; }

    /// <summary>1, and one more with every change.</summary>
    public required int Version { get; init; }

    /// <summary>When it was last changed, in UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The calls that were or may have been charged, oldest first.</summary>
    public IReadOnlyList<JudgeCall> Calls { get; init; } = [];

    /// <summary>The answer, as the judge gave it; null while there is none that can be used.</summary>
    public string? Answer { get; init; }

    /// <summary>Why there is no answer and none is asked for any more; null otherwise.</summary>
    public string? Failure { get; init; }
}
