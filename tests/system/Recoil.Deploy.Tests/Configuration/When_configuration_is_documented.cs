using System.Text.RegularExpressions;

namespace Recoil.Deploy.Tests.Configuration;

/// <summary><c>docs/configuration.md</c> is made of the option types and their docstrings.</summary>
public sealed partial class When_configuration_is_documented
{
    private const string Begin = "<!-- settings: begin; written by a test from the option types -->\n";
    private const string End = "<!-- settings: end -->";

    private static readonly string s_file = Repository.PathOf("docs", "configuration.md");

    [Fact]
    public void It_says_what_the_option_types_say()
    {
        var text = File.ReadAllText(s_file);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var sections = string.Join('\n', KnownSettings.Documented.Select(section => OptionsDocument.Of(section.Name, section.Services, section.Defaults)));
        if (Environment.GetEnvironmentVariable("RECOIL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(s_file, text[..start] + sections + text[end..]);
            return;
        }

        text[start..end].ShouldBe(sections, "Run this test with RECOIL_UPDATE_DOCS=1 and commit docs/configuration.md.");
    }

    [Fact]
    public void It_names_every_variable_that_is_read_from_the_environment()
    {
        var text = File.ReadAllText(s_file);
        var read = new[] { "libraries", "services", "tools" }
            .SelectMany(room => Directory.GetFiles(Repository.PathOf(room), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        read.ShouldNotBeEmpty();
        foreach (var variable in read)
            text.ShouldContain(variable);
    }

    [GeneratedRegex("\"(?<name>(RECOIL|OTEL|ASPNETCORE)_[A-Z_]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
