namespace Recoil.Critic;

/// <summary>Where a measure becomes a finding.</summary>
/// <remarks>Precision and recall are those of the labelled set of drawn takes; the README tells how to measure again.</remarks>
public sealed record CriticThresholds
{
    /// <summary>How far a take's shape may be from the one asked for, as a share: 0.05 is 5 %.</summary>
    /// <remarks>With <see cref="Blank"/> and files that cannot be decoded: precision 1.00, recall 1.00 (54 of 192 takes).</remarks>
    public double Aspect { get; init; } = 0.05;

    /// <summary>The shortest side a usable take has, in pixels.</summary>
    public int ShortestSide { get; init; } = 64;

    /// <summary>Standard deviation of brightness (0 to 255) under which a take is blank.</summary>
    /// <remarks>Blank takes measured 0, others 19 and more; see <see cref="Aspect"/>.</remarks>
    public double Blank { get; init; } = 4;

    /// <summary>Strength of gutters, 0 to 1, from which a take is a grid of panels.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (18 of 138); grids measured 0.54 and more, others 0.07 at most.</remarks>
    public double Grid { get; init; } = 0.3;

    /// <summary>Bits of 64 by which difference hashes of a take and a reference may differ and still be the same picture.</summary>
    /// <remarks>With <see cref="RefBleedSsim"/> and <see cref="RefBleedFloor"/>: precision 1.00, recall 1.00 (30 of 138); copies differed in 5 bits at most.</remarks>
    public int RefBleedHash { get; init; } = 6;

    /// <summary>SSIM above which a take is a copy of a reference.</summary>
    public double RefBleedSsim { get; init; } = 0.92;

    /// <summary>SSIM that two pictures with the same hash must have at least to be the same picture.</summary>
    /// <remarks>Without it dark neighbours of one scene are taken for copies (precision 0.97); they measured 0.43, copies 0.81 and more.</remarks>
    public double RefBleedFloor { get; init; } = 0.6;

    /// <summary>Median change of brightness a second (0 to 255), under which nothing moves in a clip.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (6 of 42); frozen clips measured 0.17 at most, others 1.95 and more.</remarks>
    public double Motion { get; init; } = 0.6;

    /// <summary>Distance of a take's light from the scene's in Lab units, above which it is another light.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (18 of 66); wrong light measured 29.9 and more, right light 15.3 at most.</remarks>
    public double Lighting { get; init; } = 20;

    /// <summary>SSIM of a clip's last frame with its end frame, under which it ends elsewhere.</summary>
    /// <remarks>Precision 1.00, recall 1.00 (6 of 18); wrong ends measured 0.48 at most, right ones 0.98 and more.</remarks>
    public double EndFrame { get; init; } = 0.65;

    /// <summary>Share of an identity reference's colours found together in a take, under which the person may be another.</summary>
    /// <remarks>Precision 1.00, recall 0.33 (12 of 60): set so that it seldom cries wolf. It finds a third of the exchanged people.</remarks>
    public double Identity { get; init; } = 0.15;
}
