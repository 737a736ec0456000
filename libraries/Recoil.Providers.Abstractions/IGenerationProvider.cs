using Recoil.Contracts;

namespace Recoil.Providers;

/// <summary>A service that generates pictures or clips for money. One instance is one account: its key, its limits, its pause.</summary>
/// <remarks>
/// Methods throw <see cref="ProviderException"/> for what the provider says or fails to say. Any other exception is trouble of this
/// machine. All are called by many takes at once.
/// </remarks>
public interface IGenerationProvider
{
    /// <summary>The account's name, which model profiles use, such as <c>kling</c>.</summary>
    string Name { get; }

    /// <summary>Whether this machine's processors do the work; otherwise a job costs this process next to nothing.</summary>
    bool IsLocal { get; }

    /// <summary>Why this process cannot use it, such as <c>GEMINI_API_KEY is not set</c>; null when it can. Its takes wait for a process that can.</summary>
    string? Absence => null;

    /// <summary>What <see cref="FindAsync"/> can say of a submit whose answer was lost.</summary>
    JobLookup Lookup { get; }

    /// <summary>Looks for the job of a take whose submit began and was never answered. Free of charge, safe to repeat.</summary>
    /// <param name="request">The take as it was submitted.</param>
    /// <param name="since">When its submit began; jobs before it are others.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The provider's id of the job, or null when it is not found; <see cref="Lookup"/> says what that means.</returns>
    Task<string?> FindAsync(GenerationRequest request, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Orders a take. Never repeated unless the provider refused it before, or has certainly no job of it.</summary>
    Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Asks how far a job is. Safe to repeat, also by another process.</summary>
    /// <returns>Null when the job is over; otherwise how long to wait before asking again.</returns>
    Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Fetches what a job that is over has made. Safe to repeat, also by another process.</summary>
    Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Abandons a job that this machine could not fetch: it will never be fetched. Cancels it where the provider can. Safe to repeat.</summary>
    /// <returns>What is charged nevertheless; null where the provider does not say. Nobody knows it then, and a person finds it out.</returns>
    Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the provider for something that costs nothing, which shows whether the account works.</summary>
    /// <returns>What it says, as a phrase for a table, such as <c>12 models</c> or <c>1,204 credits left</c>; null where nothing is free to ask.</returns>
    /// <exception cref="ProviderException">It does not work.</exception>
    Task<string?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
