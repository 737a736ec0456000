namespace Recoil.Critic.Motion;

/// <summary>What moves from one moment of a clip to another.</summary>
/// <param name="Camera">How far the whole picture moves, in pixels of the small frame, root mean square.</param>
/// <param name="Error">How far noise alone would seem to move it.</param>
/// <param name="Local">Change of brightness (0 to 255) that the camera does not explain, where it is strongest.</param>
/// <param name="Everywhere">The same in the middle of all parts of the picture: noise, or a cut.</param>
internal sealed record MotionStep(double Camera, double Error, double Local, double Everywhere)
{
    // Pixels of a frame 256 wide. Frozen film under grain measures 0.005 at most, and 0.007 over three steps.
    private const double CameraMoves = 0.03, CameraDrifts = 0.012, CameraStands = 0.002, TimesError = 8, DriftTimesError = 4;

    // Change of brightness in a few of the parts, beside the noise that is in all of them.
    private const double SomethingMoves = 2.5, TimesNoise = 5, EverythingChanges = 5, NothingChanges = 0.4;

    /// <summary>It is part of a move that is too slow to be seen in it alone.</summary>
    public bool Slow { get; init; }

    public bool Moves => Slow || Camera > Math.Max(CameraMoves, TimesError * Error) || Local > Math.Max(SomethingMoves, TimesNoise * Everywhere) || Everywhere > EverythingChanges;

    /// <summary>As a step over a longer time: the picture has moved on, however little.</summary>
    public bool Drifts => Camera > Math.Max(CameraDrifts, DriftTimesError * Error);

    /// <summary>Not even compression changes anything.</summary>
    public bool Still => Camera < CameraStands && Local < NothingChanges;
}
