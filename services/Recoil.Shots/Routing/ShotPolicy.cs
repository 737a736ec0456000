using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>Which rules decide. <see cref="Seed"/> answers exactly as the original did.</summary>
internal sealed record ShotPolicy
{
    /// <summary>The original's rules.</summary>
    public static ShotPolicy Seed { get; } = new() { Name = PolicyName.Seed };

    /// <summary>The original's rules with the improvements named by the flags.</summary>
    public static ShotPolicy Default { get; } = new()
    {
        Name = PolicyName.Default,
        RerollsWithinAttempt = true,
        EstimatesClipsByLength = true,
        KeepsBestTake = true,
        RetriesUnnamedFailures = true,
        TrustsErrorKinds = true,
        ReservesNothingForFreeModels = true,
        RetriesHarmlessRefusals = true,
    };

    public required PolicyName Name { get; init; }

    /// <summary>
    /// An attempt re-rolls with the failure mode's strategy before it is given up, and two attempts in a row that end
    /// alike go to a person. Otherwise a take is an attempt.
    /// </summary>
    public bool RerollsWithinAttempt { get; private init; }

    /// <summary>A price per second is multiplied with the clip's length.</summary>
    public bool EstimatesClipsByLength { get; private init; }

    /// <summary>The best take so far is held. Otherwise the last one is, even when it has no output.</summary>
    public bool KeepsBestTake { get; private init; }

    /// <summary>A failure that no rule names leads to another attempt. Otherwise its output is accepted.</summary>
    public bool RetriesUnnamedFailures { get; private init; }

    /// <summary>The provider adapter's error kind comes before the words of the error text.</summary>
    public bool TrustsErrorKinds { get; private init; }

    /// <summary>Nothing is reserved for a model whose price is 0, so that its takes need no money. Otherwise a price of 0 counts as not known.</summary>
    public bool ReservesNothingForFreeModels { get; private init; }

    /// <summary>A refused prompt in which nothing is to be softened is tried once more as it is. Otherwise a person is asked at once.</summary>
    public bool RetriesHarmlessRefusals { get; private init; }

    /// <summary>The policy with this name.</summary>
    public static ShotPolicy Of(PolicyName name) => name switch
    {
        PolicyName.Seed => Seed,
        PolicyName.Default => Default,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such policy."),
    };
}
