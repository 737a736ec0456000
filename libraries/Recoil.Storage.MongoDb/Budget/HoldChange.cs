namespace Recoil.Storage.MongoDb.Budget;

/// <summary>Why a hold changes.</summary>
internal enum HoldChange
{
    /// <summary>Money is to be reserved: only as far as the project's cap allows.</summary>
    Reserve,

    /// <summary>Money was spent: that is a fact.</summary>
    Bill,

    /// <summary>The run's account is ahead: written only where the hold differs from it.</summary>
    Match,
}
