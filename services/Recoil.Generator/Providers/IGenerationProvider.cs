using Recoil.Contracts;

namespace Recoil.Generator.Providers;

/// <summary>A service that generates pictures or clips for money.</summary>
/// <remarks>
/// Methods throw <see cref="ProviderException"/> for what the provider says or fails to say. Any other exception is trouble of this
/// machine.
/// </remarks>
internal interface IGenerationProvider
{
    /// <summary>The name that model profiles use; also of its account.</summary>
    string Name { get; }

    /// <summary>Whether this machine's processors do the work; otherwise a job costs this process next to nothing.</summary>
    bool IsLocal { get; }

    /// <summary>Whether <see cref="FindAsync"/> is certain: a job that it does not find does not exist.</summary>
    bool CanFind { get; }

    /// <summary>The provider's id of the job that was submitted under our take id, or null when it has none.</summary>
    Task<string?> FindAsync(Guid takeId, CancellationToken cancellationToken);

    /// <summary>Orders a take. Never repeated unless the provider refused it before, or has certainly no job of it.</summary>
    Task<SubmitAnswer> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Asks how far a job is. Safe to repeat, also by another process.</summary>
    /// <returns>Null when the job is over; otherwise how long to wait before asking again.</returns>
    Task<TimeSpan?> PollAsync(string job, GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Fetches what a job that is over has made. Safe to repeat, also by another process.</summary>
    Task<GenerationResult> FetchAsync(string job, GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Abandons a job that this machine could not fetch: it will never be fetched. Safe to repeat.</summary>
    /// <returns>What is charged nevertheless; null where the provider does not say. Nobody knows it then, and a person finds it out.</returns>
    Task<KnownCost?> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken);
}
