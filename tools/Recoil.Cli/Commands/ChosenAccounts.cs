using Recoil.Providers.Accounts;

namespace Recoil.Cli.Commands;

/// <summary>The accounts that takes are bought with.</summary>
internal static class ChosenAccounts
{
    /// <summary>Those of a file, of the setting <c>Providers:File</c>, or the usual ones.</summary>
    /// <exception cref="InvalidProvidersFileException">The file cannot be used.</exception>
    public static ProviderAccounts Read(CommandEnvironment environment, string? typed) => (typed ?? environment.Settings["Providers:File"]) is { Length: > 0 } file
        ? ProviderAccounts.Read(Path.GetFullPath(file, environment.CurrentFolder))
        : ProviderAccounts.Usual;

    /// <summary>The names that a model may be served by.</summary>
    /// <param name="environment">The command's environment.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="needsKeys">Whether an account without a key is none.</param>
    public static IReadOnlySet<string> Usable(CommandEnvironment environment, ProviderAccounts accounts, bool needsKeys) => environment.Providers
        .Concat(accounts.All.Where(account => !needsKeys || account.Key.Absence is null).Select(account => account.Name))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The accounts that have no key here, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Absent(ProviderAccounts accounts) => accounts.All
        .Where(account => account.Key.Absence is not null)
        .ToDictionary(account => account.Name, account => account.Key.Absence!, StringComparer.Ordinal);
}
