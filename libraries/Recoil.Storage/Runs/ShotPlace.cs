namespace Recoil.Storage.Runs;

/// <summary>Whether a shot of a run may start.</summary>
public enum ShotPlace
{
    /// <summary>It waits for other shots.</summary>
    Waiting,

    /// <summary>It may start, or has been started.</summary>
    Ready,

    /// <summary>It could start, but its scene has been stopped.</summary>
    Held,

    /// <summary>It has ended, and what waits for it is being looked through.</summary>
    Ending,

    /// <summary>It has ended, and what waits for nothing else any more is ready.</summary>
    Ended,
}
