namespace Recoil.Critic;

/// <summary>Where a measure becomes a finding.</summary>
public sealed record CriticThresholds
{
    /// <summary>How far a take's shape may be from the one asked for, as a share: 0.05 is 5 %.</summary>
    public double Aspect { get; init; } = 0.05;

    /// <summary>The shortest side a usable take has, in pixels.</summary>
    public int ShortestSide { get; init; } = 64;

    /// <summary>Standard deviation of brightness (0 to 255) under which a take is blank.</summary>
    public double Blank { get; init; } = 4;

    /// <summary>Strength of gutters, 0 to 1, from which a take is a grid of panels.</summary>
    public double Grid { get; init; } = 0.3;

    /// <summary>Bits of 64 by which difference hashes of a take and a reference may differ and still be the same picture.</summary>
    public int RefBleedHash { get; init; } = 6;

    /// <summary>SSIM above which a take is a copy of a reference.</summary>
    public double RefBleedSsim { get; init; } = 0.92;

    /// <summary>SSIM that two pictures with the same hash must have at least to be the same picture.</summary>
    public double RefBleedFloor { get; init; } = 0.6;

    /// <summary>Median change of brightness a second (0 to 255), under which nothing moves in a clip.</summary>
    public double Motion { get; init; } = 0.6;

    /// <summary>Distance of a take's light from the scene's in Lab units, above which it is another light.</summary>
    public double Lighting { get; init; } = 20;

    /// <summary>SSIM of a clip's last frame with its end frame, under which it ends elsewhere.</summary>
    public double EndFrame { get; init; } = 0.65;

    /// <summary>Share of an identity reference's colours found together in a take, under which the person may be another.</summary>
    public double Identity { get; init; } = 0.15;
}
