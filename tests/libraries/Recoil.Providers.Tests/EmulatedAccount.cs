using Recoil.Contracts;
using Recoil.Models;
using Recoil.Providers.Accounts;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Faults;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Tests;

/// <summary>An account at an emulated provider.</summary>
public abstract class EmulatedAccount(string type) : IProviderUnderTest
{
    private readonly List<IGenerationProvider> _opened = [];
    private EmulatorServer _server = null!;

    public EmulatedProvider Api => _server.Providers.Single(provider => provider.Name == type);

    public virtual bool RenewsAddresses => false;

    public virtual bool Downloads => true;

    public virtual CostSource? CostSource => null;

    public virtual ErrorKind FailedKind => ErrorKind.Unknown;

    public virtual bool Has(Fault fault) => true;

    /// <summary>The account's switches.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal);

    public abstract ModelProfile? ModelOf(Operation operation);

    public async ValueTask InitializeAsync() => _server = await EmulatorServer.StartAsync(new PlainPictures());

    public IGenerationProvider Open(string key = EmulatedProvider.Key, TimeSpan? submitTimeout = null, bool isDown = false)
    {
        var account = new ProviderAccount
        {
            Name = type,
            Type = type,
            BaseUrl = isDown ? new Uri("http://127.0.0.1:1") : new Uri(_server.Address, type),
            Key = ProviderKey.InEnvironment("KEY", environment: _ => key),
            Settings = Settings,
        };
        var provider = ProviderTypes.Open(submitTimeout is { } timeout ? account with { SubmitTimeout = timeout } : account, TimeProvider.System);
        _opened.Add(provider);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _opened.OfType<IDisposable>())
            provider.Dispose();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
