namespace Recoil.Storage.Takes;

/// <summary>How far a take has come. It only moves forward, except that a refused submit queues it again.</summary>
public enum TakeState
{
    /// <summary>Nothing was begun for it. It may wait for as long as it takes.</summary>
    Queued,

    /// <summary>Written before the submit: from here on a job may exist at the provider.</summary>
    Submitting,

    /// <summary>The provider's job is known and not yet over.</summary>
    Submitted,

    /// <summary>The job is over; its file is being fetched.</summary>
    Fetching,

    /// <summary>It has a result, which never changes.</summary>
    Ended,
}
