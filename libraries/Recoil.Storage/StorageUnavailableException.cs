namespace Recoil.Storage;

/// <summary>
/// The store cannot be used for a reason that the operator can remove: a full disk, a folder that may not be written, a
/// file of something else, another process in the way. The message is one line: what, which file, what to do.
/// </summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether a server is unreachable: the same operation may succeed later with the same settings.</summary>
    public bool IsOutage { get; init; }
}
