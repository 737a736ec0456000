namespace Recoil.Storage.Budget;

/// <summary>The ledger's answer to a run's admission.</summary>
public enum AdmissionOutcome
{
    Admitted,

    /// <summary>Refused: with it the project would hold more than its cap. Nothing was written, so it may be asked for again.</summary>
    RefusedByProject,

    /// <summary>The admission was closed before, or a later one was made; nothing is set aside for it.</summary>
    AlreadyClosed,
}
