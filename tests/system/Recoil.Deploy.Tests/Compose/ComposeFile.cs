using System.Text.RegularExpressions;

namespace Recoil.Deploy.Tests.Compose;

/// <summary><c>docker-compose.yml</c>.</summary>
internal static partial class ComposeFile
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docker-compose.yml");

    private static readonly string s_text = File.ReadAllText(Path);

    public static Yaml Root { get; } = Yaml.Read("docker-compose.yml", s_text);

    public static IReadOnlyDictionary<string, Yaml> Services { get; } =
        Root["services"].Entries.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>Those that are built out of this repository.</summary>
    public static IReadOnlyDictionary<string, Yaml> Own { get; } =
        Services.Where(service => service.Value["build"].IsThere).ToDictionary(StringComparer.Ordinal);

    /// <summary>The variables that must be given, or the file is of no use.</summary>
    public static IReadOnlyList<string> Secrets { get; } = NamesIn(Required());

    /// <summary>The variables that may be given.</summary>
    public static IReadOnlyList<string> Choices { get; } = NamesIn(Optional());

    public static Dictionary<string, string> EnvironmentOf(Yaml service) =>
        service["environment"].Entries.ToDictionary(entry => entry.Name, entry => entry.Value.Text, StringComparer.Ordinal);

    private static IReadOnlyList<string> NamesIn(Regex variables) =>
        [.. variables.Matches(s_text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\$\{(?<name>\w+):\?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Required();

    [GeneratedRegex(@"\$\{(?<name>\w+):-", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Optional();
}
