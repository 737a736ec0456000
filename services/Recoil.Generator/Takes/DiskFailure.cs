using Recoil.Media;

namespace Recoil.Generator.Takes;

/// <summary>Distinguishes a full or read-only disk from other file errors.</summary>
internal static class DiskFailure
{
    // From errno.h: no space, a quota, a read-only file system.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int Quota = 122;

    public static bool Is(Exception e) => e switch
    {
        MediaToolFailedException tool => tool.DiskFull,
        UnauthorizedAccessException => true,
        IOException io => (io.HResult & 0xFFFF) is NoSpace or ReadOnly or Quota,
        _ => false,
    };
}
