namespace Recoil.Providers;

/// <summary>A provider that can call back when a job has changed. The call is only ever a hint to ask now: what it says is not believed.</summary>
public interface IHintingProvider : IGenerationProvider
{
    /// <summary>Whether a call is from the provider: signed by it, and not old. One that is not is refused and changes nothing.</summary>
    Task<bool> IsGenuineAsync(ProviderHint hint, CancellationToken cancellationToken);
}
