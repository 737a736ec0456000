using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Recoil.Models;

namespace Recoil.Shots.Softening;

/// <summary>
/// Softens by the words of <see cref="SofteningRules"/>. Names, counts and the language of film stay; a prompt that must
/// not be softened, or in which nothing was found, goes to a person.
/// </summary>
/// <remarks>
/// Prompts are read as <see cref="PlainText"/>: what no reader sees hides no word, and words are found however they are encoded. What stands outside of a
/// replaced word stays as it is written.
/// </remarks>
internal sealed class RuleSoftener(IModelProfiles profiles) : ISoftener
{
    private static readonly (string Id, Regex[] AllOf)[] s_never =
        [.. SofteningRules.Never.Select(rule => (rule.Id, rule.AllOf.Select(WholeWords.AnyOf).ToArray()))];

    private static readonly CompiledRule[] s_rules = [.. SofteningRules.Rules.Select(rule => new CompiledRule(rule))];

    /// <inheritdoc/>
    /// <remarks>A model that is not registered is eligible.</remarks>
    public bool IsEligible(string model) => profiles.Find(model)?.SoftenEligible ?? true;

    /// <inheritdoc/>
    /// <remarks>The softened prompt is never longer than the model takes: shorter words stand in, and where that is not enough, it is not softened.</remarks>
    public SoftenResult Soften(string prompt, string shotId, string model)
    {
        var unchanged = new SoftenResult { Version = SofteningRules.Version };
        if (NeverRuleOf(prompt) is { } id)
            return unchanged with { Refusal = id };

        var limit = profiles.Find(model)?.MaxPromptLength ?? int.MaxValue;
        var (softened, changes) = Apply(prompt, shortest: false);
        if (softened.Length > limit)
            (softened, changes) = Apply(prompt, shortest: true);

        if (changes.Count == 0)
            return unchanged;
        return softened.Length <= limit
            ? unchanged with { Prompt = softened, Changes = changes }
            : unchanged with
            {
                Refusal = SofteningRules.PromptTooLong,
                Obstacle = string.Create(
                    CultureInfo.InvariantCulture, $"softened, it would have {softened.Length} characters in the shortest words; {model} takes {limit}"),
            };
    }

    /// <summary>The rule that forbids softening, or null. What is ignored within words may also part them, so both readings count.</summary>
    private static string? NeverRuleOf(string prompt)
    {
        string[] readings = [new PlainText(prompt).Text, new PlainText(prompt, ignored: " ").Text];
        foreach (var (id, allOf) in s_never)
        {
            if (allOf.All(words => readings.Any(words.IsMatch)))
                return id;
        }

        return null;
    }

    private static (string Prompt, List<SofteningChange> Changes) Apply(string prompt, bool shortest)
    {
        var changes = new List<SofteningChange>();
        foreach (var rule in s_rules)
            prompt = rule.Apply(prompt, shortest, changes);
        return (prompt, changes);
    }

    private sealed class CompiledRule(SofteningRule rule)
    {
        private readonly Regex _words = WholeWords.AnyOf(rule.Words.Select(word => word.From), SofteningRules.Harmless);

        private readonly Dictionary<string, SofteningWord> _replacements =
            rule.Words.ToDictionary(word => word.From, StringComparer.OrdinalIgnoreCase);

        public string Apply(string prompt, bool shortest, List<SofteningChange> changes)
        {
            var plain = new PlainText(prompt);
            var softened = new StringBuilder(prompt.Length);
            var done = 0;
            foreach (Match match in _words.Matches(plain.Text))
            {
                // Letters that only look alike, such as a capital I with a dot, may match a word without being it.
                var hit = match.Groups["hit"];
                if (!hit.Success || !_replacements.TryGetValue(WholeWords.Normalize(hit.Value), out var word))
                    continue;

                var to = shortest ? word.Short : word.To;
                var article = match.Groups["article"];
                if (article.Success)
                {
                    to = WithoutArticle(to);
                    if (ArticleFor(to, article.Value) is var fitting && fitting != article.Value)
                        Replace(article, fitting);
                }

                var replacement = InCaseOf(hit, word.From, to, startsSentence: !article.Success && StartsSentence(plain.Text, hit.Index));
                changes.Add(new SofteningChange(rule.Id, plain.Written(hit.Index, hit.Length), replacement));
                Replace(hit, replacement);
            }

            return softened.Append(prompt.AsSpan(done)).ToString();

            void Replace(Group found, string text)
            {
                var place = plain.Place(found.Index, found.Length);
                softened.Append(prompt.AsSpan(done..place.Start.Value)).Append(text);
                done = place.End.Value;
            }
        }

        private static string WithoutArticle(string text) =>
            text.StartsWith("a ", StringComparison.Ordinal) ? text[2..]
            : text.StartsWith("an ", StringComparison.Ordinal) ? text[3..]
            : text;

        /// <summary>The article in the case of the one before it.</summary>
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
            var before = prompt.AsSpan(0, index).TrimEnd(" \t\"'(\u201C");
            return before.IsEmpty || before[^1] is '.' or '!' or '?' or '\u3002' or '\n';
        }
    }
}
