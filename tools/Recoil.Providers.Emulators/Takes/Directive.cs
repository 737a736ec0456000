using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Recoil.Generator.Providers.Animatic;

namespace Recoil.Providers.Emulators.Takes;

/// <summary>
/// What a prompt tells the emulator to get wrong: <c>[emulate SH010: grid, none]</c> gives the first take with this text panels and gutters, and the others nothing
/// wrong. The names are those of the animatic provider's option <c>defects</c>; the label keeps shots apart.
/// </summary>
internal sealed partial class Directive
{
    private readonly ConcurrentDictionary<string, int> _orders = new(StringComparer.Ordinal);

    /// <summary>The defect of the order that comes now, which is counted.</summary>
    public Defect Next(string prompt)
    {
        var match = Text().Match(prompt);
        return match.Success
            ? PlannedDefects.Of(match.Groups["list"].Value, _orders.AddOrUpdate(match.Value, 1, static (_, count) => count + 1))
            : Defect.None;
    }

    /// <summary>Whether a provider's filter refuses the prompt, as the animatic provider's does.</summary>
    public static bool Refuses(string prompt) => ContentFilter.FirstRefused(prompt) is not null;

    /// <summary>The prompt without what is for the emulator.</summary>
    public static string Clean(string prompt) => Text().Replace(prompt, "").Trim();

    [GeneratedRegex("""\[emulate [^:\]]*:(?<list>[^\]]*)\]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Text();
}
