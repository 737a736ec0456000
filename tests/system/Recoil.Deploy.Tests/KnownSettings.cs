using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Recoil.Artifacts;
using Recoil.Hosting.Retention;
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
internal static partial class KnownSettings
{
    private static readonly Dictionary<string, Action<IConfiguration>> s_sections = new(StringComparer.Ordinal)
    {
        ["Transport"] = settings => settings.Bind("Transport", new TransportOptions()).Validate(),
        ["Storage"] = settings => settings.Bind("Storage", new StorageOptions()),
        ["Shutdown"] = settings => settings.Bind("Shutdown", new ShutdownOptions()),
        ["Shots"] = settings => settings.Bind("Shots", new ShotsOptions()),
        ["Sagas"] = settings => settings.Bind("Sagas", new SagaDocumentOptions()),
        ["Generator"] = settings => settings.Bind("Generator", new GeneratorOptions { WorkFolder = "work", JobFolder = "animatic" }),
        ["Artifacts"] = settings => settings.Bind("Artifacts", new ArtifactOptions()),
        ["Retention"] = settings => settings.Bind("Retention", new RetentionOptions()),
        ["Critic"] = settings => settings.Bind("Critic", new CriticOptions()),
    };

    /// <summary>Stands for a value that is not in the file, such as a secret's.</summary>
    public const string FromElsewhere = "from elsewhere";

    private static readonly string[] s_ofAllServices = ["Transport", "Storage", "Shutdown"];

    private static readonly Dictionary<string, string[]> s_sectionsOf = new(StringComparer.Ordinal)
    {
        ["shots"] = [.. s_ofAllServices, "Shots", "Sagas"],
        ["generator"] = [.. s_ofAllServices, "Artifacts", "Generator", "Retention"],
        ["critic"] = [.. s_ofAllServices, "Artifacts", "Critic"],
        ["budget"] = [.. s_ofAllServices, "Retention"],
        ["review-queue"] = [.. s_ofAllServices, "Retention"],
        ["recoil"] = ["Transport", "Storage", "Artifacts"],
    };

    /// <summary>The sections that are documented: by name, with the services that read them and their defaults.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Services, object Defaults)> Documented =>
    [
        .. new (string Name, object Defaults)[]
        {
            ("Transport", new TransportOptions()),
            ("Storage", new StorageOptions()),
            ("Shutdown", new ShutdownOptions()),
            ("Shots", new ShotsOptions()),
            ("Sagas", new SagaDocumentOptions()),
            ("Artifacts", new ArtifactOptions()),
            ("Generator", new GeneratorOptions { WorkFolder = "data/work", JobFolder = "data/animatic", FolderByRun = true }),
            ("Critic", new CriticOptions()),
            ("Retention", new RetentionOptions()),
        }.Select(section => (section.Name, (IReadOnlyList<string>)[.. s_sectionsOf.Where(service => service.Value.Contains(section.Name, StringComparer.Ordinal)).Select(service => service.Key)], section.Defaults)),
    ];

    /// <summary>Reads an environment as the service does.</summary>
    /// <param name="target">The service, by its image's target.</param>
    /// <param name="environment">What it is given.</param>
    /// <exception cref="InvalidSettingException">It does not know a setting, or the value is not of the setting's type.</exception>
    public static void Check(string target, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(environment.ToDictionary(
                pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)Filled(pair.Key, pair.Value), StringComparer.Ordinal))
            .Build();
        var names = environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal));
        foreach (var section in names.Select(name => name.Split("__")[0]).Distinct(StringComparer.Ordinal))
        {
            if (!s_sectionsOf[target].Contains(section, StringComparer.Ordinal))
                throw new InvalidSettingException($"{target} reads no setting of the section {section}.");
            s_sections[section](settings);
        }
    }

    /// <summary>What a secret or a variable may be, which is not in the file: only the setting's name can be checked.</summary>
    private static string Filled(string name, string value) => value switch
    {
        FromElsewhere when name.EndsWith("Kind", StringComparison.Ordinal) => StorageOptions.MongoDb,
        FromElsewhere when name.EndsWith("ConnectionString", StringComparison.Ordinal) => "mongodb://mongodb",
        FromElsewhere => "given",
        _ => Variable().Replace(value, variable => variable.Groups["default"] is { Success: true } left ? left.Value : "given"),
    };

    [GeneratedRegex("""\$\{\w+(:-(?<default>[^}]*)|[^}]*)\}""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    /// <summary>For how long work in hand may go on in a service with this environment, and the service needs to stop after that.</summary>
    public static TimeSpan ShutdownTime(IReadOnlyDictionary<string, string> environment)
    {
        var timeout = environment.TryGetValue("Shutdown__Timeout", out var said) ? TimeSpan.Parse(said, CultureInfo.InvariantCulture) : new ShutdownOptions().Timeout;
        return timeout + TimeSpan.FromSeconds(5);
    }
}
