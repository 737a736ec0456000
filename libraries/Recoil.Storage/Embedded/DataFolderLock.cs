using System.Diagnostics;

namespace Recoil.Storage.Embedded;

/// <summary>
/// Keeps a data folder for one run. The operating system gives the lock back when the process ends, however it ends.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _holderFile;

    private DataFolderLock(FileStream locked, string holderFile)
    {
        _lock = locked;
        _holderFile = holderFile;
    }

    /// <summary>Takes the lock, making the folder when it is missing.</summary>
    /// <exception cref="StorageUnavailableException">Another run has the folder, or it cannot be written.</exception>
    public static DataFolderLock Acquire(string folder)
    {
        var path = DataFolder.Make(folder);
        var lockFile = Path.Combine(path, "recoil.lock");

        // A locked file cannot be read by others on every system, so the holder says who it is in a file of its own.
        var holderFile = Path.Combine(path, "recoil.pid");
        FileStream locked;
        try
        {
            locked = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageUnavailableException(
                $"{lockFile} may not be written. Allow this user to write the folder, or choose another data folder.", exception);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            var holder = ReadHolder(holderFile) is { } pid ? $" (process {pid})" : "";
            throw new StorageUnavailableException(
                $"The data folder {path} is in use by another run{holder}. Wait until it has ended, or choose another data folder.", exception);
        }
        catch (IOException exception)
        {
            throw new StorageUnavailableException(
                $"{lockFile} cannot be opened: {exception.Message} Choose another data folder.", exception);
        }

        try
        {
            File.WriteAllText(holderFile, Environment.ProcessId.ToString());
            return new DataFolderLock(locked, holderFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            locked.Dispose();
            throw new StorageUnavailableException(
                $"{holderFile} cannot be written: {exception.Message} Free some space or choose another data folder.", exception);
        }
    }

    public void Dispose()
    {
        File.Delete(_holderFile);
        _lock.Dispose();
    }

    // EWOULDBLOCK of flock on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException exception) =>
        exception.HResult is 11 or 35 || (exception.HResult & 0xFFFF) == 32;

    private static int? ReadHolder(string holderFile)
    {
        try
        {
            // A killed run leaves the file behind; its process no longer exists.
            if (!int.TryParse(File.ReadAllText(holderFile), out var pid))
                return null;

            using var process = Process.GetProcessById(pid);
            return pid;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
