using System.Globalization;
using Microsoft.Extensions.Configuration;
using Recoil.Critic;
using Recoil.Generator;
using Recoil.Hosting.Services;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.SagaDocuments;
using Recoil.Shots;

namespace Recoil.Deploy.Tests;

/// <summary>Which settings a service reads from its environment.</summary>
internal static class KnownSettings
{
    private static readonly Dictionary<string, Action<IConfiguration>> s_sections = new(StringComparer.Ordinal)
    {
        ["Transport"] = settings => settings.Over("Transport", new TransportOptions()).Validate(),
        ["Storage"] = settings => settings.Over("Storage", new StorageOptions()),
        ["Stop"] = settings => settings.Over("Stop", new StopOptions()),
        ["Shots"] = settings => settings.Over("Shots", new ShotsOptions()),
        ["Sagas"] = settings => settings.Over("Sagas", new SagaDocumentOptions()),
        ["Generator"] = settings => settings.Over("Generator", new GeneratorOptions { OutputFolder = "takes", JobFolder = "animatic" }),
        ["Critic"] = settings => settings.Over("Critic", new CriticOptions()),
    };

    private static readonly string[] s_ofAllServices = ["Transport", "Storage", "Stop"];

    private static readonly Dictionary<string, string[]> s_sectionsOf = new(StringComparer.Ordinal)
    {
        ["shots"] = [.. s_ofAllServices, "Shots", "Sagas"],
        ["generator"] = [.. s_ofAllServices, "Generator"],
        ["critic"] = [.. s_ofAllServices, "Critic"],
        ["budget"] = s_ofAllServices,
        ["review-queue"] = s_ofAllServices,
        ["recoil"] = ["Transport", "Storage"],
    };

    /// <summary>Reads an environment as the service does.</summary>
    /// <param name="target">The service, by its image's target.</param>
    /// <param name="environment">What it is given.</param>
    /// <exception cref="InvalidSettingException">It does not know a setting, or the value is not of the setting's type.</exception>
    public static void Check(string target, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(environment.ToDictionary(
                pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value, StringComparer.Ordinal))
            .Build();
        var names = environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal));
        foreach (var section in names.Select(name => name.Split("__")[0]).Distinct(StringComparer.Ordinal))
        {
            if (!s_sectionsOf[target].Contains(section, StringComparer.Ordinal))
                throw new InvalidSettingException($"{target} reads no setting of the section {section}.");
            s_sections[section](settings);
        }
    }

    /// <summary>For how long work in hand may go on in a service with this environment, and the service needs to stop after that.</summary>
    public static TimeSpan StopTime(IReadOnlyDictionary<string, string> environment)
    {
        var within = environment.TryGetValue("Stop__Within", out var said) ? TimeSpan.Parse(said, CultureInfo.InvariantCulture) : new StopOptions().Within;
        return within + TimeSpan.FromSeconds(5);
    }
}
