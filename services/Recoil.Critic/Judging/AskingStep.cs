using Recoil.Storage.Judging;

namespace Recoil.Critic.Judging;

/// <summary>What is done next with a question.</summary>
internal abstract record AskingStep
{
    /// <summary>It has its answer.</summary>
    internal sealed record Answered(string Answer) : AskingStep;

    /// <summary>It has none and gets none.</summary>
    internal sealed record Failed(string Why) : AskingStep;

    /// <summary>Another one is asking it.</summary>
    internal sealed record Busy : AskingStep;

    /// <summary>It is asked, once this is written.</summary>
    /// <param name="Asked">With the call as its last.</param>
    internal sealed record Ask(AskedJudge Asked) : AskingStep;
}
