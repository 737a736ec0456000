namespace Recoil.Providers;

/// <summary>What a provider can say of a job whose submit was never answered.</summary>
public enum JobLookup
{
    /// <summary>Nothing: whether it was bought stays unknown, and a person decides.</summary>
    Never,

    /// <summary>A job that is found is it. One that is not found may exist nevertheless.</summary>
    MayMiss,

    /// <summary>A job that is not found does not exist, so the take may be submitted again.</summary>
    Certain,
}
