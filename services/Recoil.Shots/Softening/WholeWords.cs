using System.Text.RegularExpressions;

namespace Recoil.Shots.Softening;

/// <summary>
/// Finds words and phrases where they stand alone, in any case, over any white space and with any dashes. It reads <see cref="PlainText"/>.
/// </summary>
internal static class WholeWords
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    // A hyphen is part of a word. Chinese, Japanese and Korean put no space between their characters and a Latin word, so these end one.
    private const string PartOfWord = @"[-\w-[\u1100-\u11FF\u2E80-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF65-\uFFDC]]";

    /// <summary>Any of the words.</summary>
    public static Regex AnyOf(IEnumerable<string> words) => Compile(Alternatives(words));

    /// <summary>
    /// Any of the words as the group <c>hit</c>, with an <c>article</c> and a <c>gap</c> where one goes before. A harmless
    /// phrase is matched without a <c>hit</c>, so that nothing in it is.
    /// </summary>
    public static Regex AnyOf(IEnumerable<string> words, IEnumerable<string> harmless) =>
        Compile($"(?:(?<article>an?)(?<gap>\\s+))?(?:{Alternatives(harmless)}|(?<hit>{Alternatives(words)}))");

    /// <summary>The spelling under which a found word stands in a list.</summary>
    public static string Normalize(string found) =>
        string.Join(' ', found.Replace(PlainForms.Dash, '-').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Alternatives(IEnumerable<string> words) => string.Join('|', words.OrderByDescending(word => word.Length).Select(word =>
        Regex.Escape(word).Replace("\\ ", "\\s+", StringComparison.Ordinal).Replace("-", $"[-{PlainForms.Dash}]", StringComparison.Ordinal)));

    private static Regex Compile(string pattern) => new(
        $"(?<!{PartOfWord})(?:{pattern})(?!{PartOfWord})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        s_limit);
}
