using Recoil.Artifacts.Folder;

namespace Recoil.Generator.Tests.Takes;

/// <summary>The disk, with what stood in each folder when it was written through.</summary>
internal sealed class WatchedDisk : IDurableDisk
{
    private readonly DurableDisk _disk = new();

    /// <summary>Called with each folder that was written through.</summary>
    public Action<string>? OnFolder { get; set; }

    /// <summary>How long each file was that was written through.</summary>
    public List<long> Files { get; } = [];

    public void FlushFile(FileStream file)
    {
        _disk.FlushFile(file);
        Files.Add(file.Length);
    }

    public void FlushFolder(string path)
    {
        _disk.FlushFolder(path);
        OnFolder?.Invoke(path);
    }
}
