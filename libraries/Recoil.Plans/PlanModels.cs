using Recoil.Models;

namespace Recoil.Plans;

/// <summary>Which models a plan can use in this program.</summary>
internal sealed class PlanModels(PlanSettings settings)
{
    /// <summary>The profile of a model that can be used here; otherwise null, and what is wrong with it.</summary>
    public ModelProfile? Find(string model, out string mistake) => Find(model, static other => other is not { CostPerImage: null, CostPerSecond: null }, out mistake);

    private ModelProfile? Find(string model, Func<ModelProfile, bool> fits, out string mistake)
    {
        mistake = "";
        if (settings.Models.Find(model) is not { } profile)
        {
            var known = settings.Models.Names.Where(name => fits(settings.Models.Find(name)!)).ToArray();
            mistake = Spelling.Nearest(model, known) is { } near
                ? $"{Shown.Text(model)} is no known model. Did you mean {near}?"
                : $"{Shown.Text(model)} is no known model. Known: {string.Join(", ", known)}.";
            return null;
        }

        if (settings.Providers.Contains(profile.Provider))
            return profile;
        if (settings.AbsentProviders.TryGetValue(profile.Provider, out var absence))
        {
            mistake = $"{Shown.Text(model)} needs the account {Shown.OneLine(profile.Provider)}: {absence}. Mend that, or use {Usable(fits)}.";
            return null;
        }

        mistake = $"{Shown.Text(model)} needs the provider {Shown.OneLine(profile.Provider)}, which is not built in here. Use {Usable(fits)}.";
        return null;
    }

    /// <summary>What is wrong with using a model for a clip or a keyframe, or null.</summary>
    public string? Mistake(string model, bool clip)
    {
        if (Find(model, out var mistake) is not { } profile)
            return mistake;
        return (clip, profile) switch
        {
            (true, { CostPerSecond: null }) => $"{Shown.Text(model)} makes no clips. Use {Usable(other => other.CostPerSecond is not null)}.",
            (false, { CostPerImage: null }) => $"{Shown.Text(model)} makes no keyframes. Use {Usable(other => other.CostPerImage is not null)}.",
            _ => null,
        };
    }

    /// <summary>What is wrong with a judge, or null.</summary>
    public string? JudgeMistake(string judge) => Find(judge, static other => other.CostPerJudgement is not null, out var mistake) switch
    {
        null => mistake,
        { CostPerJudgement: null } => $"{Shown.Text(judge)} judges nothing: it has no cost_per_judgement. Use {Usable(static other => other.CostPerJudgement is not null)}.",
        _ => null,
    };

    /// <summary>The models that can be used here, as a list for a sentence.</summary>
    public string Usable(Func<ModelProfile, bool> fits)
    {
        var usable = settings.Models.Names
            .Where(name => settings.Models.Find(name) is { } profile && settings.Providers.Contains(profile.Provider) && fits(profile))
            .ToArray();
        return usable.Length == 0 ? "a models file that names one" : string.Join(" or ", usable);
    }
}
