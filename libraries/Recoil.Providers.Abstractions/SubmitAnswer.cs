namespace Recoil.Providers;

/// <summary>What a provider answers to a submit.</summary>
public abstract record SubmitAnswer
{
    /// <summary>It has a job now.</summary>
    /// <param name="Id">The provider's id of the job.</param>
    public sealed record Job(string Id) : SubmitAnswer;

    /// <summary>It generates while the caller waits, and this is the result; there is no job to ask about.</summary>
    /// <param name="Result">How it ended.</param>
    public sealed record Done(GenerationResult Result) : SubmitAnswer;
}
