using System.Text.RegularExpressions;
using Recoil.Models;

namespace Recoil.Shots.Softening;

/// <summary>
/// Softens by the words of <see cref="SofteningRules"/>. Names, counts and the language of film stay; a prompt that must
/// not be softened, or in which nothing was found, goes to a person.
/// </summary>
internal sealed class RuleSoftener(IModelProfiles profiles) : ISoftener
{
    private static readonly (string Id, Regex[] AllOf)[] s_never =
        [.. SofteningRules.Never.Select(rule => (rule.Id, rule.AllOf.Select(WholeWords.AnyOf).ToArray()))];

    private static readonly CompiledRule[] s_rules = [.. SofteningRules.Rules.Select(rule => new CompiledRule(rule))];

    /// <inheritdoc/>
    /// <remarks>A model that is not registered is eligible.</remarks>
    public bool IsEligible(string model) => profiles.Find(model)?.SoftenEligible ?? true;

    /// <inheritdoc/>
    public SoftenResult Soften(string prompt, string shotId, string model)
    {
        var unchanged = new SoftenResult { Version = SofteningRules.Version };
        foreach (var (id, allOf) in s_never)
        {
            if (allOf.All(words => words.IsMatch(prompt)))
                return unchanged with { Refusal = id };
        }

        var changes = new List<SofteningChange>();
        var softened = prompt;
        foreach (var rule in s_rules)
            softened = rule.Apply(softened, changes);

        return changes.Count == 0 ? unchanged : unchanged with { Prompt = softened, Changes = changes };
    }

    private sealed class CompiledRule(SofteningRule rule)
    {
        private readonly Regex _words = WholeWords.AnyOf(rule.Words.Select(word => word.From), SofteningRules.Harmless);

        private readonly Dictionary<string, (string From, string To)> _replacements =
            rule.Words.ToDictionary(word => word.From, StringComparer.OrdinalIgnoreCase);

        public string Apply(string prompt, List<SofteningChange> changes) => _words.Replace(prompt, match =>
        {
            // Letters that only look alike, such as the Kelvin sign, match a word without being it.
            var hit = match.Groups["hit"];
            if (!hit.Success || !_replacements.TryGetValue(WholeWords.Normalize(hit.Value), out var word))
                return match.Value;

            var (from, to) = word;
            var article = match.Groups["article"];
            if (article.Success)
                to = WithoutArticle(to);

            var replacement = InCaseOf(hit, from, to, startsSentence: !article.Success && StartsSentence(prompt, hit.Index));
            changes.Add(new SofteningChange(rule.Id, hit.Value, replacement));
            return article.Success ? ArticleFor(to, article.Value) + match.Groups["gap"].Value + replacement : replacement;
        });

        private static string WithoutArticle(string text) =>
            text.StartsWith("a ", StringComparison.Ordinal) ? text[2..]
            : text.StartsWith("an ", StringComparison.Ordinal) ? text[3..]
            : text;

        private static string ArticleFor(string text, string before)
        {
            var first = before[0];
            return "aeiou".Contains(text[0], StringComparison.Ordinal) ? $"{first}n" : $"{first}";
        }

        /// <summary>A name's capitals are its own; those of any other word are the writer's and are kept.</summary>
        private static string InCaseOf(Group hit, string from, string to, bool startsSentence)
        {
            var isName = from.Any(char.IsUpper);
            if (!isName && hit.Length > 1 && !hit.Value.Any(char.IsLower))
                return to.ToUpperInvariant();

            return startsSentence || (!isName && char.IsUpper(hit.Value[0])) ? char.ToUpperInvariant(to[0]) + to[1..] : to;
        }

        private static bool StartsSentence(string prompt, int index)
        {
            var before = prompt.AsSpan(0, index).TrimEnd(" \t\"'(");
            return before.IsEmpty || before[^1] is '.' or '!' or '?' or '\n';
        }
    }
}
