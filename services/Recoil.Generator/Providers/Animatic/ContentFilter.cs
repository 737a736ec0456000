using System.Text.RegularExpressions;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>Refuses prompts by the words of <c>refused-words.txt</c>.</summary>
internal static class ContentFilter
{
    private static readonly Regex s_refused = new(
        $@"(?<![\p{{L}}\p{{N}}])(?:{string.Join('|', Entries())})(?![\p{{L}}\p{{N}}])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>The first refused word as the prompt has it, or null.</summary>
    public static string? FirstRefused(string prompt) => s_refused.Match(prompt) is { Success: true } match ? match.Value : null;

    private static IEnumerable<string> Entries()
    {
        using var stream = typeof(ContentFilter).Assembly.GetManifestResourceStream("refused-words.txt")
            ?? throw new InvalidOperationException("refused-words.txt is not part of this build.");
        using var reader = new StreamReader(stream);
        foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != '#')
                yield return Regex.Escape(line).Replace("\\*", @"\p{L}*", StringComparison.Ordinal).Replace("\\ ", @"\s+", StringComparison.Ordinal);
        }
    }
}
