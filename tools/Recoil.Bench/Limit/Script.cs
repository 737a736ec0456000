namespace Recoil.Bench.Limit;

/// <summary>
/// The recorded work of a shot on one path, for the limit workers to repeat: every message, its store operation, and the messages that
/// follow it.
/// </summary>
/// <param name="Messages">The messages; the first one is the request.</param>
/// <param name="Documents">The shot's document after each step, as the services stored it.</param>
internal sealed record Script(IReadOnlyList<ScriptedMessage> Messages, IReadOnlyList<byte[]> Documents)
{
    /// <summary>Total bytes of a shot's messages.</summary>
    public int MessageBytes => Messages.Sum(message => message.Body.Length);

    /// <summary>Total bytes of the documents written for a shot.</summary>
    public int DocumentBytes => Documents.Sum(document => document.Length);

    public int StoreReads => Messages.Count(message => message.Work == StoreWork.Step);

    public int StoreWrites => Messages.Count(message => message.Work is not StoreWork.Nothing);
}

/// <summary>A message of a script.</summary>
/// <param name="To">The recipient.</param>
/// <param name="Work">The store operation on arrival.</param>
/// <param name="Step">The saga step that it starts, counted from 0; -1 for none.</param>
/// <param name="Body">The message's envelope.</param>
/// <param name="Next">The messages published afterwards, as positions in the script.</param>
internal sealed record ScriptedMessage(Recipient To, StoreWork Work, int Step, byte[] Body, IReadOnlyList<int> Next);

/// <summary>The recipients of messages; each has a queue.</summary>
internal enum Recipient
{
    Shots,
    Budget,
    Generator,
    Critic,
    Reviews,
    Completions,
}

/// <summary>The store operation for a message.</summary>
internal enum StoreWork
{
    Nothing,

    /// <summary>Read the shot's document and replace it if its version is unchanged.</summary>
    Step,

    /// <summary>Add a reservation.</summary>
    Reserve,

    /// <summary>Settle a reservation.</summary>
    Settle,

    /// <summary>Add a review entry.</summary>
    Review,
}
