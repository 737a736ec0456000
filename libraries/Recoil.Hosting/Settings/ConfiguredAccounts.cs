using Microsoft.Extensions.Configuration;
using Recoil.Providers.Accounts;

namespace Recoil.Hosting.Settings;

/// <summary>The accounts that the setting <c>Providers:File</c> names.</summary>
public static class ConfiguredAccounts
{
    /// <summary>Those of the file; without one, the usual account of each provider.</summary>
    /// <exception cref="InvalidSettingException">The file cannot be used.</exception>
    public static ProviderAccounts Read(IConfiguration settings)
    {
        if (settings["Providers:File"] is not { Length: > 0 } file)
            return ProviderAccounts.Usual;
        try
        {
            return ProviderAccounts.Read(file);
        }
        catch (InvalidProvidersFileException invalid)
        {
            throw new InvalidSettingException($"Setting Providers:File: {invalid.Message} In the environment it is written Providers__File.", invalid);
        }
    }
}
