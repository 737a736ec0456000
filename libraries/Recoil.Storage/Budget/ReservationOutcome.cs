namespace Recoil.Storage.Budget;

/// <summary>What became of a wish to set money aside.</summary>
public enum ReservationOutcome
{
    Reserved,

    /// <summary>The account's cap would be passed.</summary>
    RefusedByEpisode,

    /// <summary>The shot's cap would be passed.</summary>
    RefusedByShot,

    /// <summary>It was settled before it was asked for: whoever asked no longer wants it.</summary>
    AlreadySettled,
}
