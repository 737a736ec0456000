using Recoil.Providers.Http;

namespace Recoil.Providers.Files;

/// <summary>Results whose address expires.</summary>
internal static class Renewal
{
    /// <summary>Fetches a result; once more when its address has expired and asking again gives a new one.</summary>
    /// <exception cref="ProviderException">The result is gone, or cannot be fetched now.</exception>
    public static async Task<GenerationResult> FetchAsync(bool renews, Func<Task<GenerationResult>> fetch)
    {
        try
        {
            return await fetch();
        }
        catch (ResultGoneException) when (renews)
        {
            return await FetchAsync(renews: false, fetch);
        }
        catch (ResultGoneException gone)
        {
            throw gone.Gone;
        }
    }
}
