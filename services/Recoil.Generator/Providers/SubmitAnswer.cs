namespace Recoil.Generator.Providers;

/// <summary>What a provider answers to a submit.</summary>
internal abstract record SubmitAnswer
{
    /// <summary>It has a job now.</summary>
    /// <param name="Id">The provider's id of the job.</param>
    internal sealed record Job(string Id) : SubmitAnswer;

    /// <summary>It generates while the caller waits, and this is the result; there is no job to ask about.</summary>
    /// <param name="Result">How it ended.</param>
    internal sealed record Done(GenerationResult Result) : SubmitAnswer;
}
