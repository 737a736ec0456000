using Recoil.Generator.Providers;
using Recoil.Hosting.Settings;
using Recoil.Providers;

namespace Recoil.Generator.Takes;

/// <summary>The providers of this program, and those that this worker serves.</summary>
internal sealed class ProviderTable
{
    private readonly Dictionary<string, MeasuredProvider> _all;

    public ProviderTable(IEnumerable<MeasuredProvider> providers, GeneratorOptions options)
    {
        _all = providers.ToDictionary(provider => provider.Itself.Name, StringComparer.Ordinal);
        if (options.Served().Where(name => !_all.ContainsKey(name)).ToList() is { Count: > 0 } unknown)
        {
            throw new InvalidSettingException(
                $"Setting Generator:Providers names {string.Join(", ", unknown)}. This program has {string.Join(", ", _all.Keys.Order(StringComparer.Ordinal))}. In the environment it is written Generator__Providers.");
        }

        var served = _all.Values.Select(provider => provider.Itself).Where(provider => options.Serves(provider.Name)).ToList();
        if (options.Served().Length > 0 && served.Find(provider => provider.Absence is not null) is { } absent)
            throw new InvalidSettingException($"Setting Generator:Providers names {absent.Name}, which this process cannot use: {absent.Absence}.");
        Served = [.. served.Where(provider => provider.Absence is null)];
    }

    /// <summary>The providers whose takes this worker does. Takes of one whose key is missing here wait for a worker that has it.</summary>
    public IReadOnlyList<IGenerationProvider> Served { get; }

    /// <summary>Whether some worker may serve it: another name is a mistake in the models file.</summary>
    public bool Knows(string provider) => _all.ContainsKey(provider);

    public MeasuredProvider Get(string provider) => _all[provider];
}
