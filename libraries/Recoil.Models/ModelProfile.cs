namespace Recoil.Models;

/// <summary>What is known of a model: who serves it, what it can do and what it costs. What is not said is not limited, as far as anybody knows.</summary>
public sealed record ModelProfile
{
    /// <summary>The provider's account that serves it, such as <c>animatic</c> or <c>kling</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name for it; null where it is the profile's own.</summary>
    public string? Id { get; init; }

    /// <summary>US dollars for one picture; null when the model makes none.</summary>
    public decimal? CostPerImage { get; init; }

    /// <summary>US dollars for a second of a clip; null when the model makes none.</summary>
    public decimal? CostPerSecond { get; init; }

    /// <summary>US dollars for one look of a judge at a take, as much as a dear one costs; null when the model does not judge. See <see cref="Judging"/>.</summary>
    public decimal? CostPerJudgement { get; init; }

    /// <summary>
    /// US dollars for a million tokens by what they are, such as <c>text_input</c>, <c>image_input</c> and <c>image_output</c>: where the provider says what
    /// was used, the cost follows from it.
    /// </summary>
    public IReadOnlyDictionary<string, decimal>? TokenPrices { get; init; }

    /// <summary>The day on which somebody read the prices at the provider.</summary>
    public DateOnly? PricesRead { get; init; }

    /// <summary>The aspect ratios that it makes, such as <c>16:9</c>.</summary>
    public IReadOnlyList<string>? AspectRatios { get; init; }

    /// <summary>The lengths of a clip that it makes, in seconds.</summary>
    public IReadOnlyList<decimal>? Durations { get; init; }

    /// <summary>How many reference pictures it takes at most.</summary>
    public int? MaxReferences { get; init; }

    /// <summary>Whether it can be told on which picture a clip ends.</summary>
    public bool TakesEndFrame { get; init; } = true;

    /// <summary>Whether the same seed gives the same take; otherwise the seed is not sent.</summary>
    public bool TakesSeed { get; init; } = true;

    /// <summary>The longest prompt in UTF-16 code units.</summary>
    public int? MaxPromptLength { get; init; }

    /// <summary>Settings for its provider, unless a shot's <c>provider_options</c> say otherwise, such as <c>{"image_size": "2K"}</c>.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Whether the approved shot before serves as a continuity anchor; absent means yes.</summary>
    public bool? EnableSiblingRefs { get; init; }

    /// <summary>Whether a refused prompt may be softened for this model.</summary>
    public bool SoftenEligible { get; init; } = true;
}
