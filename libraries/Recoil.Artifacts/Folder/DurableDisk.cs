using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Recoil.Artifacts.Folder;

/// <summary>The disk of this machine.</summary>
internal sealed partial class DurableDisk : IDurableDisk
{
    // From errno.h: file systems that cannot flush a folder say so with these, and have nothing to flush.
    private const int InvalidArgument = 22;

    public void FlushFile(FileStream file) => file.Flush(flushToDisk: true);

    public void FlushFolder(string path)
    {
        // Windows writes the entries of a folder with its journal and has no call for them.
        if (OperatingSystem.IsWindows())
            return;

        var folder = Open(path, 0);
        if (folder < 0)
            throw Failure(path);
        try
        {
            if (Fsync(folder) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw Failure(path);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    /// <summary>Gives a file a second name.</summary>
    /// <returns>Whether the file system could.</returns>
    public static bool TryLink(string existing, string added) => !OperatingSystem.IsWindows() && Link(existing, added) == 0;

    private static IOException Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"The folder {path} could not be written to the disk: {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string added);
}
