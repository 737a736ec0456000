using Recoil.Contracts;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Runs;

namespace Recoil.Shots;

/// <summary>Which approved shot a shot of a run is made after. Pure.</summary>
internal static class Neighbour
{
    /// <summary>
    /// The run's own nearest before it in the plan's order; in its place one that another run left, where that stands between the two in the
    /// order of their ids.
    /// </summary>
    public static ApprovedShot Of(string runId, ShotProgress own, AcceptedTake? left) =>
        left is not null && left.RunId != runId && ShotOrder.Compare(own.ShotId, left.ShotId) < 0
            ? Of(left)
            : new ApprovedShot { ShotId = own.ShotId, OutputPath = own.AcceptedOutput, SceneIndex = own.Scene };

    public static ApprovedShot Of(AcceptedTake take) => new() { ShotId = take.ShotId, OutputPath = take.Output, SceneIndex = take.Scene };
}
