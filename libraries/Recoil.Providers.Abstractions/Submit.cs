namespace Recoil.Providers;

/// <summary>What is known of a submit that ended with an error.</summary>
public enum Submit
{
    /// <summary>The provider refused it: nothing was begun, nothing is charged.</summary>
    Refused,

    /// <summary>Unknown until the job is looked up.</summary>
    Ambiguous,
}
