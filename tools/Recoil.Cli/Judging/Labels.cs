using Recoil.Contracts;
using Recoil.Shots;
using Recoil.Storage.Reviews;

namespace Recoil.Cli.Judging;

/// <summary>People's decisions as labels of the takes that they looked at. Pure.</summary>
internal static class Labels
{
    /// <summary>The take that a review showed, with what the critic saw in it; null where nobody has decided, or no critic has looked at it.</summary>
    /// <param name="entry">The review.</param>
    /// <param name="timeline">Its shot's timeline.</param>
    public static JudgedTake? Of(ReviewEntry entry, IReadOnlyList<TimelineEntry> timeline)
    {
        // A take of unknown outcome is decided on for its cost.
        if (entry is not { Decision: { } decision, Request: { OutputPath: { } shown, Reason: not ReviewReason.OutcomeUnknown } request })
            return null;
        var take = request.Attempts.LastOrDefault(attempt => attempt.Output == shown);
        var verdict = take is null ? null : timeline.FirstOrDefault(one => one.Findings is not null && (one.Attempt, one.Take) == (take.Attempt, take.Take));

        // One that a person painted in its place was not kept.
        return verdict is null ? null : new JudgedTake(verdict.Findings!, decision is { Decision: ReviewDecision.Approve, SuppliedOutput: null });
    }
}
