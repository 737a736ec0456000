using Recoil.Contracts;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>Reads which defect a take is to have out of the provider option <c>defects</c>.</summary>
internal static class PlannedDefects
{
    /// <summary>
    /// The defect of the nth take of a shot: the nth name of a comma-separated list. An entry that ends in <c>*</c> holds for all
    /// later takes, too; after the list's end takes are good.
    /// </summary>
    /// <param name="list">Such as <c>grid, none, wrong_light*</c>; null or empty for good takes only.</param>
    /// <param name="ordinal">The take within the shot, counted from 1.</param>
    /// <exception cref="FormatException">The list holds an unknown name; the message lists the known ones.</exception>
    public static Defect Of(string? list, int ordinal)
    {
        if (string.IsNullOrWhiteSpace(list))
            return Defect.None;

        var entries = list.Split(',', StringSplitOptions.TrimEntries);
        var defects = entries.Select(entry => Parse(entry.TrimEnd('*').TrimEnd())).ToArray();
        var repeated = Array.FindIndex(entries, entry => entry.EndsWith('*'));
        var index = repeated >= 0 ? Math.Min(ordinal - 1, repeated) : ordinal - 1;
        return index < defects.Length ? defects[index] : Defect.None;
    }

    private static Defect Parse(string name) => SnakeCase.Parse<Defect>(name) ?? throw new FormatException(
        $"provider option defects: \"{name}\" is not known; known are {string.Join(", ", Enum.GetValues<Defect>().Select(SnakeCase.Of))}");
}
