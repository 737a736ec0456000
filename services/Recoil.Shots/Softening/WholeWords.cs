using System.Text.RegularExpressions;

namespace Recoil.Shots.Softening;

/// <summary>Finds words and phrases where they stand alone, in any case and over any white space.</summary>
internal static class WholeWords
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    /// <summary>Any of the words.</summary>
    public static Regex AnyOf(IEnumerable<string> words) => Compile(Alternatives(words));

    /// <summary>
    /// Any of the words as the group <c>hit</c>, with an <c>article</c> and a <c>gap</c> where one goes before. A harmless
    /// phrase is matched without a <c>hit</c>, so that nothing in it is.
    /// </summary>
    public static Regex AnyOf(IEnumerable<string> words, IEnumerable<string> harmless) =>
        Compile($"(?:(?<article>an?)(?<gap>\\s+))?(?:{Alternatives(harmless)}|(?<hit>{Alternatives(words)}))");

    /// <summary>The spelling under which a found word stands in a list.</summary>
    public static string Normalize(string found) => string.Join(' ', found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Alternatives(IEnumerable<string> words) => string.Join(
        '|', words.OrderByDescending(word => word.Length).Select(word => Regex.Escape(word).Replace("\\ ", "\\s+", StringComparison.Ordinal)));

    private static Regex Compile(string pattern) => new(
        $@"(?<![\w-])(?:{pattern})(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        s_limit);
}
