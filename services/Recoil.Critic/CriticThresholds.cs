namespace Recoil.Critic;

/// <summary>Where a measure becomes a finding.</summary>
/// <remarks>Precision and recall are those of the labelled set of drawn takes; the README tells how to measure again.</remarks>
public sealed record CriticThresholds
{
    /// <summary>How far a take's shape may be from the one asked for, as a share: 0.05 is 5 %.</summary>
    /// <remarks>With <see cref="Blank"/> and files that cannot be decoded: precision 1.00, recall 1.00 (54 of 192 takes).</remarks>
    public double Aspect { get; init; } = 0.06;

    /// <summary>The shortest side a usable take has, in pixels.</summary>
    public int ShortestSide { get; init; } = 64;

    /// <summary>Range of brightness (0 to 255), beside an even gradient, under which a take is blank.</summary>
    public double Blank { get; init; } = 12;

    /// <summary>How alike neighbouring places of a take are at least, 0 to 1; in a picture of nothing but noise they are not.</summary>
    public double Coherence { get; init; } = 0.1;

    /// <summary>Share of a take's height that is one mid grey, from the bottom, above which decoding has stopped there.</summary>
    public double FlatEnd { get; init; } = 0.3;

    /// <summary>Share of the length asked for, under which a clip is too short.</summary>
    public double ShortestLength { get; init; } = 0.75;

    /// <summary>Share of the length asked for, above which a clip is too long: an editor cuts what is only a little too long.</summary>
    public double LongestLength { get; init; } = 1.8;

    /// <summary>Strength of gutters, 0 to 1, from which a take is a grid of panels.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (18 of 138); grids measured 0.54 and more, others 0.07 at most.</remarks>
    public double Grid { get; init; } = 0.3;

    /// <summary>Share of the blocks of a take that show the same as a reference, above which it is a copy.</summary>
    public double RefBleed { get; init; } = 0.8;

    /// <summary>The same for a mirror image: what is symmetrical looks like its own.</summary>
    public double RefBleedMirrored { get; init; } = 0.93;

    /// <summary>Share of the larger of a take and a reference that shows the other at least, if it is a copy and no detail.</summary>
    public double RefBleedPart { get; init; } = 0.33;

    /// <summary>How alike a take and a reference are as a whole at least, -1 to 1, if it is a copy.</summary>
    public double RefBleedLikeness { get; init; } = 0.7;

    /// <summary>Share of its length in which something moves in a clip, under which it is frozen.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (6 of 42); frozen clips measured 0.17 at most, others 1.95 and more.</remarks>
    public double Motion { get; init; } = 0.45;

    /// <summary>Distance of a take's light from the scene's in Lab units, above which it is another light.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (18 of 66); wrong light measured 29.9 and more, right light 15.3 at most.</remarks>
    public double Lighting { get; init; } = 20;

    /// <summary>SSIM of a clip's last frame with its end frame, under which it ends elsewhere.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (6 of 18); wrong ends measured 0.48 at most, right ones 0.98 and more.</remarks>
    public double EndFrame { get; init; } = 0.85;

    /// <summary>How far a clip's last frame may be moved, or closer, than its end frame, as a share of its sides.</summary>
    public double EndFrameMoved { get; init; } = 0.1;

    /// <summary>Share of an identity reference's colours found together in a take, under which the person may be another.</summary>
    /// <remarks>Precision 1.00, recall 0.33 (12 of 60): set so that it seldom cries wolf. It finds a third of the exchanged people.</remarks>
    public double Identity { get; init; } = 0.15;
}
