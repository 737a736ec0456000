namespace Recoil.Critic;

/// <summary>Where a measure becomes a finding.</summary>
public sealed record CriticThresholds
{
    /// <summary>How far a take's shape may be from the one asked for, as a share: 0.05 is 5 %.</summary>
    /// <remarks>Sizes that generators have for a shape differ by 0.031 at most, other shapes by 0.118 and more.</remarks>
    public double Aspect { get; init; } = 0.06;

    /// <summary>The shortest side a usable take has, in pixels.</summary>
    public int ShortestSide { get; init; } = 64;

    /// <summary>Range of brightness (0 to 255), beside an even gradient, under which a take is blank.</summary>
    /// <remarks>Pictures in thick fog measured 15.1 and more, faded ones 9.8 at most.</remarks>
    public double Blank { get; init; } = 12;

    /// <summary>How alike neighbouring places of a take are at least, 0 to 1; in a picture of nothing but noise they are not.</summary>
    /// <remarks>Noise measured 0.03 at most, photographs 0.23 and more.</remarks>
    public double Coherence { get; init; } = 0.1;

    /// <summary>Share of a take's height that is one mid grey, from the bottom, above which decoding has stopped there.</summary>
    public double FlatEnd { get; init; } = 0.3;

    /// <summary>Share of the length asked for, under which a clip is too short.</summary>
    public double ShortestLength { get; init; } = 0.75;

    /// <summary>Share of the length asked for, above which a clip is too long: an editor cuts what is only a little too long.</summary>
    public double LongestLength { get; init; } = 1.8;

    /// <summary>How certainly a take is divided into panels, 0 to 1, from which a take is a grid of panels.</summary>
    /// <remarks>Single separators count half and measured 0.5; pictures without panels measured 0.14 at most.</remarks>
    public double Grid { get; init; } = 0.3;

    /// <summary>Share of the blocks of a take that show the same as a reference, above which it is a copy.</summary>
    /// <remarks>Other pictures measured 0.73 at most, copies 0.92 and more.</remarks>
    public double RefBleed { get; init; } = 0.8;

    /// <summary>The same for a mirror image: what is symmetrical looks like its own.</summary>
    public double RefBleedMirrored { get; init; } = 0.93;

    /// <summary>Share of the larger of a take and a reference that shows the other at least, of what their shapes allow, if it is a copy and no detail.</summary>
    public double RefBleedPart { get; init; } = 0.42;

    /// <summary>How alike a take and a reference are as a whole at least, -1 to 1, if it is a copy.</summary>
    public double RefBleedLikeness { get; init; } = 0.7;

    /// <summary>Share of its length in which something moves in a clip, under which it is frozen.</summary>
    /// <remarks>Clips that freeze after a third measured 0.40 at most, moving ones 0.50 and more.</remarks>
    public double Motion { get; init; } = 0.45;

    /// <summary>Distance of a take's light from the scene's in Lab units, above which it is another light.</summary>
    /// <remarks>Wrong light measured 20.6 and more, right light 19.2 at most but for one picture.</remarks>
    public double Lighting { get; init; } = 20;

    /// <summary>SSIM of a clip's last frame with its end frame, under which it ends elsewhere.</summary>
    /// <remarks>Wrong ends measured 0.68 at most, right ones 0.97 and more.</remarks>
    public double EndFrame { get; init; } = 0.85;

    /// <summary>How far a clip's last frame may be moved, or closer, than its end frame, as a share of its sides.</summary>
    public double EndFrameMoved { get; init; } = 0.1;

    /// <summary>Share of an identity reference's colours found together in a take, under which the person may be another.</summary>
    public double Identity { get; init; } = 0.15;
}
