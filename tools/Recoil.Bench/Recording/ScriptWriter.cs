using Recoil.Bench.Limit;

namespace Recoil.Bench.Recording;

/// <summary>Builds a script from the recorded messages of one shot.</summary>
internal static class ScriptWriter
{
    /// <summary>Builds a script.</summary>
    /// <param name="messages">All messages of one shot, in order; the first is the request.</param>
    /// <param name="documents">The shot's documents, one per step.</param>
    /// <exception cref="BenchFailedException">The recording is incomplete.</exception>
    public static Script Write(IReadOnlyList<RecordedMessage> messages, IReadOnlyList<byte[]> documents)
    {
        var next = messages.Select(_ => new List<int>()).ToArray();
        var steps = new List<int>();
        var command = -1;
        for (var at = 0; at < messages.Count; at++)
        {
            if (RoleOf(messages[at].Type).To == Recipient.Shots)
            {
                // A reply to the command of the previous step, except the first message, which is the request.
                if (at > 0)
                    next[command >= 0 ? command : throw Incomplete(messages)].Add(at);
                steps.Add(at);
                command = -1;
                continue;
            }

            next[steps.Count > 0 ? steps[^1] : throw Incomplete(messages)].Add(at);
            if (messages[at].Type is "ReserveBudget" or "GenerateTake" or "CritiqueTake")
                command = at;
        }

        if (steps.Count != documents.Count || messages.All(message => message.Type != "ShotCompleted"))
            throw Incomplete(messages);
        return new Script(
            [.. messages.Select((message, at) => new ScriptedMessage(RoleOf(message.Type).To, RoleOf(message.Type).Work, steps.IndexOf(at), message.Body, next[at]))],
            documents);
    }

    private static (Recipient To, StoreWork Work) RoleOf(string type) => type switch
    {
        "ReserveBudget" => (Recipient.Budget, StoreWork.Reserve),
        "SettleBudget" => (Recipient.Budget, StoreWork.Settle),
        "GenerateTake" => (Recipient.Generator, StoreWork.Nothing),
        "CritiqueTake" => (Recipient.Critic, StoreWork.Nothing),
        "EnqueueReview" => (Recipient.Reviews, StoreWork.Review),
        "ShotCompleted" => (Recipient.Completions, StoreWork.Nothing),
        _ => (Recipient.Shots, StoreWork.Step),
    };

    private static BenchFailedException Incomplete(IReadOnlyList<RecordedMessage> messages) =>
        new($"The recording of a shot is incomplete; its messages: {string.Join(", ", messages.Select(message => message.Type))}.");
}
