using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Providers.Accounts;

namespace Recoil.Providers.Emulators;

/// <summary>Accounts at emulated providers, one of each, under its usual name.</summary>
public static class EmulatedAccounts
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>The accounts of a server at this address.</summary>
    public static ProviderAccounts At(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ProviderAccounts.Of(EmulatorServer.All.Select(provider => new ProviderAccount
        {
            Name = provider.Name,
            Type = provider.AccountType,
            BaseUrl = new Uri(address, provider.AccountPath),
            Key = ProviderKey.Of(EmulatedProvider.Key),
            Settings = provider.AccountSettings,
        }));
    }

    /// <summary>Writes them as a providers file, with the key in a file beside it.</summary>
    /// <param name="address">Where the server is.</param>
    /// <param name="file">Where to write.</param>
    /// <param name="submitTimeout">How long a submit may take; null for as long as usual.</param>
    public static void Write(Uri address, string file, TimeSpan? submitTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var keyFile = Path.ChangeExtension(file, ".key");
        File.WriteAllText(keyFile, EmulatedProvider.Key);
        var accounts = new JsonObject();
        foreach (var provider in EmulatorServer.All)
        {
            var account = new JsonObject
            {
                ["type"] = provider.AccountType,
                ["base_url"] = new Uri(address, provider.AccountPath).AbsoluteUri,
                ["key_file"] = Path.GetFileName(keyFile),
            };
            if (submitTimeout is { } limit)
                account["submit_timeout_seconds"] = (int)limit.TotalSeconds;
            if (provider.AccountSettings.Count > 0)
                account["settings"] = new JsonObject(provider.AccountSettings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value)));
            accounts[provider.Name] = account;
        }

        File.WriteAllText(file, new JsonObject { ["accounts"] = accounts }.ToJsonString(s_json));
    }
}
