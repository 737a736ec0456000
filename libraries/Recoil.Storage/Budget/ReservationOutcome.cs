namespace Recoil.Storage.Budget;

/// <summary>The ledger's answer to a reservation request.</summary>
public enum ReservationOutcome
{
    Reserved,

    /// <summary>Refused: spent + reserved + amount exceeds the account's cap, without what is drawn on the shot's extra money.</summary>
    RefusedByEpisode,

    /// <summary>Refused: the shot's cost + amount exceeds the shot's cap.</summary>
    RefusedByShot,

    /// <summary>The reservation was settled before its request arrived; no money is set aside.</summary>
    AlreadySettled,

    /// <summary>Refused: with it the project would hold more than its cap.</summary>
    RefusedByProject,
}
