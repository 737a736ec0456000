namespace Recoil.Providers.Accounts;

/// <summary>A provider that this program can speak to.</summary>
public sealed class ProviderType
{
    private readonly Func<ProviderAccount, TimeProvider, IGenerationProvider>? _open;

    internal ProviderType(string name, string? usualBaseUrl, ProviderKey usualKey, Func<ProviderAccount, TimeProvider, IGenerationProvider>? open, params IReadOnlyList<string> settings)
    {
        (Name, UsualKey, Settings, _open) = (name, usualKey, settings, open);
        UsualBaseUrl = usualBaseUrl is null ? null : new Uri(usualBaseUrl);
    }

    /// <summary>Its name in a providers file.</summary>
    public string Name { get; }

    /// <summary>Where its API is; null where every account has another address.</summary>
    public Uri? UsualBaseUrl { get; }

    /// <summary>Where its own tools look for the key.</summary>
    public ProviderKey UsualKey { get; }

    /// <summary>The switches that an account may have.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Those of them that are paths, relative to the providers file.</summary>
    internal IReadOnlyList<string> PathSettings { get; init; } = [];

    /// <summary>Whether it makes pictures or clips; otherwise its accounts only judge.</summary>
    public bool Generates => _open is not null;

    /// <summary>A type whose accounts only judge.</summary>
    internal static ProviderType OfJudges(string name, string? usualBaseUrl, ProviderKey usualKey) => new(name, usualBaseUrl, usualKey, open: null);

    internal IGenerationProvider Open(ProviderAccount account, TimeProvider time) =>
        _open is null ? throw new ArgumentException($"{account.Type} makes no takes; its accounts only judge.", nameof(account)) : _open(account, time);
}
