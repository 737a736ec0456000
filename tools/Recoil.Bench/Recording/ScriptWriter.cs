using Recoil.Bench.Limit;

namespace Recoil.Bench.Recording;

/// <summary>Makes a script of what was heard of one shot.</summary>
internal static class ScriptWriter
{
    /// <summary>Makes a script.</summary>
    /// <param name="heard">All messages of one shot, in order.</param>
    /// <param name="documents">Its documents, one a step.</param>
    /// <exception cref="BenchFailedException">What was heard is not a whole shot.</exception>
    public static Script Write(IReadOnlyList<RecordedMessage> heard, IReadOnlyList<byte[]> documents)
    {
        var next = heard.Select(_ => new List<int>()).ToArray();
        var steps = new List<int>();
        var asking = -1;
        for (var at = 0; at < heard.Count; at++)
        {
            if (RoleOf(heard[at].Type).To == Party.Shots)
            {
                // The answer to what the step before has asked; the first is the request.
                if (at > 0)
                    next[asking >= 0 ? asking : throw Torn(heard)].Add(at);
                steps.Add(at);
                asking = -1;
                continue;
            }

            next[steps.Count > 0 ? steps[^1] : throw Torn(heard)].Add(at);
            if (heard[at].Type is "ReserveBudget" or "GenerateTake" or "CritiqueTake")
                asking = at;
        }

        if (steps.Count != documents.Count || heard.All(message => message.Type != "ShotCompleted"))
            throw Torn(heard);
        return new Script(
            [.. heard.Select((message, at) => new ScriptedMessage(RoleOf(message.Type).To, RoleOf(message.Type).Work, steps.IndexOf(at), message.Body, next[at]))],
            documents);
    }

    private static (Party To, Work Work) RoleOf(string type) => type switch
    {
        "ReserveBudget" => (Party.Budget, Work.Reserve),
        "SettleBudget" => (Party.Budget, Work.Settle),
        "GenerateTake" => (Party.Generator, Work.Nothing),
        "CritiqueTake" => (Party.Critic, Work.Nothing),
        "EnqueueReview" => (Party.Reviews, Work.Review),
        "ShotCompleted" => (Party.Ends, Work.Nothing),
        _ => (Party.Shots, Work.Step),
    };

    private static BenchFailedException Torn(IReadOnlyList<RecordedMessage> heard) =>
        new($"A shot could not be recorded; heard was {string.Join(", ", heard.Select(message => message.Type))}.");
}
