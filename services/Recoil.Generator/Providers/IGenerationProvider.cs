namespace Recoil.Generator.Providers;

/// <summary>A service that generates pictures or clips for money.</summary>
/// <remarks>
/// Methods throw <see cref="ProviderException"/> for what the provider says or fails to say. Any other exception is trouble of this
/// machine.
/// </remarks>
internal interface IGenerationProvider
{
    /// <summary>The name that model profiles use.</summary>
    string Name { get; }

    /// <summary>The provider's id of the job that was submitted under our take id, or null when it has none.</summary>
    Task<string?> FindAsync(Guid takeId, CancellationToken cancellationToken);

    /// <summary>Orders a take. Never repeated unless the provider refused it before.</summary>
    /// <returns>The provider's id of the job.</returns>
    Task<string> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Waits for a job and fetches its file. Safe to repeat, also by another process.</summary>
    Task<GenerationResult> WaitAsync(string job, GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Abandons a job that this machine could not fetch: it will never be fetched.</summary>
    /// <returns>What is charged nevertheless, in US dollars.</returns>
    Task<decimal> AbandonAsync(string job, GenerationRequest request, CancellationToken cancellationToken);
}
