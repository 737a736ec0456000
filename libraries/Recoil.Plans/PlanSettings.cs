using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Plans;

/// <summary>What the command line says over the plan, and which models there are.</summary>
public sealed record PlanSettings
{
    public required ModelProfiles Models { get; init; }

    /// <summary>The providers' accounts that can be used.</summary>
    public required IReadOnlySet<string> Providers { get; init; }

    /// <summary>Accounts that are known and cannot be used here, with the reason, such as <c>GEMINI_API_KEY is not set</c>.</summary>
    public IReadOnlyDictionary<string, string> AbsentProviders { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Overrides the plan's <c>budget.episode_cap</c>, in US dollars.</summary>
    public decimal? EpisodeCap { get; init; }

    /// <summary>Overrides the plan's <c>budget.shot_cap</c>, in US dollars.</summary>
    public decimal? ShotCap { get; init; }

    /// <summary>Overrides the plan's <c>model</c> if it makes pictures, and its <c>video_model</c> if it makes clips.</summary>
    public string? Model { get; init; }

    /// <summary>Overrides the plan's <c>max_parallel</c>.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>
    /// Says of a picture's path what is wrong with its content and what to do, or null when all is well. Null: a picture is known by its
    /// first bytes alone.
    /// </summary>
    public Func<string, CancellationToken, Task<string?>>? PictureMistake { get; init; }

    public PolicyName Policy { get; init; } = PolicyName.Default;
}
