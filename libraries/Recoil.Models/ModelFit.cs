using System.Globalization;

namespace Recoil.Models;

/// <summary>Compares what a take asks for with what its model can do, so that it is refused before money moves.</summary>
public static class ModelFit
{
    /// <summary>What the model cannot do, each with the field that asks for it; empty when it can do everything.</summary>
    /// <param name="name">The profile's name.</param>
    /// <param name="model">The profile.</param>
    /// <param name="asked">What is asked for.</param>
    public static IReadOnlyList<ModelMisfit> Misfits(string name, ModelProfile model, AskedTake asked)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(asked);

        var misfits = new List<ModelMisfit>();
        if (NearestRatio(model, asked.AspectRatio) is null)
            misfits.Add(new ModelMisfit("aspect_ratio", $"{name} does not make {asked.AspectRatio}. Use {List(model.AspectRatios!)}."));
        if (asked.Duration is { } duration && model.Durations is { } durations && !durations.Contains(duration))
            misfits.Add(new ModelMisfit("duration", string.Create(CultureInfo.InvariantCulture, $"{name} makes no clip of {duration} s. Use {List(durations.Select(Text))}.")));
        if (model.MaxReferences is { } most && asked.References > most)
            misfits.Add(new ModelMisfit("identity_refs", $"{name} takes {Count(most, "reference picture")} at most, not {asked.References}. Leave some out."));
        if (asked.EndFrame && !model.TakesEndFrame)
            misfits.Add(new ModelMisfit("end_frame", $"{name} cannot be told on which picture a clip ends. Leave it out, or use another model."));
        if (model.MaxPromptLength is { } longest && asked.PromptLength > longest)
            misfits.Add(new ModelMisfit("prompt", $"{name} takes prompts of {longest} characters at most, not {asked.PromptLength}. Shorten it."));
        return misfits;
    }

    /// <summary>
    /// The ratio that the model makes for one that is asked for: the same, or the nearest within 3 %, as 21:9 for 2.39:1. Null when there is none; what is
    /// asked for where the model does not say which it makes.
    /// </summary>
    public static string? NearestRatio(ModelProfile model, string ratio)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.AspectRatios is not { } made || Value(ratio) is not { } asked)
            return ratio;
        return made
            .Select(candidate => (candidate, Off: Math.Abs((Value(candidate) ?? double.MaxValue) - asked) / asked))
            .Where(candidate => candidate.Off <= 0.03)
            .OrderBy(candidate => candidate.Off)
            .FirstOrDefault().candidate;
    }

    private static double? Value(string ratio)
    {
        var sides = ratio.Split(':');
        return sides.Length == 2
            && double.TryParse(sides[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width)
            && double.TryParse(sides[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0
            ? width / height
            : null;
    }

    private static string Text(decimal seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    private static string Count(int count, string noun) => count switch { 0 => $"no {noun}", 1 => $"1 {noun}", _ => $"{count} {noun}s" };

    private static string List(IEnumerable<string> names) => string.Join(" or ", names);
}
