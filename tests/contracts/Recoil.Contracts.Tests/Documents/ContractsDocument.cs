using System.Text.RegularExpressions;

namespace Recoil.Contracts.Tests.Documents;

/// <summary><c>contracts/README.md</c>, by its sections.</summary>
internal static partial class ContractsDocument
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "contracts", "README.md"));

    private static readonly Dictionary<string, string> s_sections = Heading().Split(s_text)
        .Skip(1).Chunk(2).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

    /// <summary>The example of a whole envelope.</summary>
    public static string Envelope => JsonBlock().Match(s_text[s_text.IndexOf("<!-- envelope: begin -->", StringComparison.Ordinal)..]).Groups["json"].Value;

    /// <summary>What is said about a type.</summary>
    public static string SectionOf(string type) =>
        s_sections.TryGetValue(type, out var section) ? section : throw new InvalidOperationException($"contracts/README.md has no section \"### {type}\".");

    /// <summary>The names of all sections that are about a type.</summary>
    public static IEnumerable<string> Types => s_sections.Keys.Where(name => !name.Contains(' ', StringComparison.Ordinal));

    /// <summary>The whole-body example of a message.</summary>
    public static string ExampleOf(string type) => JsonBlock().Match(SectionOf(type)) is { Success: true } block
        ? block.Groups["json"].Value
        : throw new InvalidOperationException($"contracts/README.md has no example of {type}.");

    /// <summary>The first column of a section's table.</summary>
    public static IEnumerable<string> WordsOf(string type) => Row().Matches(SectionOf(type)).Select(row => row.Groups["name"].Value);

    /// <summary>The fields of a section's table; those of the type it builds on among them.</summary>
    public static IEnumerable<ContractField> FieldsOf(string type)
    {
        var section = SectionOf(type);
        var own = FieldRow().Matches(section).Select(row => new ContractField(
            row.Groups["name"].Value, Link().Replace(row.Groups["type"].Value, "${name}"), row.Groups["needed"].Value == "yes"));
        return BuildsOn().Match(section) is { Success: true } builds ? own.Concat(FieldsOf(builds.Groups["base"].Value)) : own;
    }

    [GeneratedRegex("""^### (?<name>\S.*)\n""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("""^```json\n(?<json>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("""^\| `(?<name>[^`]+)` \|""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("""^\| `(?<name>[^`]+)` \| (?<type>[^|]+) \| (?<needed>yes|no) \| [^|]*\S \|$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldRow();

    [GeneratedRegex("""\[(?<name>\w+)\]\(#\w+\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("""It has all fields of \[(?<base>\w+)\]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuildsOn();
}
