namespace Recoil.Providers.Http;

/// <summary>The address of a result has expired. Asking for the job again may give a new one.</summary>
internal sealed class ResultGoneException(ProviderException gone) : Exception(gone.Message, gone)
{
    public ProviderException Gone => gone;
}
