namespace Recoil.Bench.Limit;

/// <summary>
/// What a shot on a path takes, as plain code has to do it: every message with what is read and written when it arrives and what
/// is sent then.
/// </summary>
/// <param name="Messages">The messages; the first one is the request.</param>
/// <param name="Documents">The shot's document after each of its steps, as the services stored it.</param>
internal sealed record Script(IReadOnlyList<ScriptedMessage> Messages, IReadOnlyList<byte[]> Documents)
{
    /// <summary>Bytes of all messages of a shot.</summary>
    public int MessageBytes => Messages.Sum(message => message.Body.Length);

    /// <summary>Bytes of all documents that are written for a shot.</summary>
    public int DocumentBytes => Documents.Sum(document => document.Length);

    public int StoreReads => Messages.Count(message => message.Work == Work.Step);

    public int StoreWrites => Messages.Count(message => message.Work is not Work.Nothing);
}

/// <param name="To">Whom it goes to.</param>
/// <param name="Work">What the store has to do when it arrives.</param>
/// <param name="Step">Which step of the shot it begins, counted from 0; -1 when it begins none.</param>
/// <param name="Body">What it says.</param>
/// <param name="Next">The messages that are sent then, by their place in the script.</param>
internal sealed record ScriptedMessage(Party To, Work Work, int Step, byte[] Body, IReadOnlyList<int> Next);

/// <summary>Who takes messages.</summary>
internal enum Party
{
    Shots,
    Budget,
    Generator,
    Critic,
    Reviews,
    Ends,
}

/// <summary>What the store has to do for a message.</summary>
internal enum Work
{
    Nothing,

    /// <summary>Read the shot's document, and write it if nobody else has since.</summary>
    Step,

    /// <summary>Set money aside.</summary>
    Reserve,

    /// <summary>Charge what was set aside.</summary>
    Settle,

    /// <summary>Keep an entry for people.</summary>
    Review,
}
