using Recoil.Artifacts.Folder;

namespace Recoil.Artifacts.Tests;

/// <summary>What is on the disk when a stored artifact counts as stored.</summary>
public sealed class When_the_machine_may_crash : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WatchedDisk _disk = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_content_is_on_the_disk_before_its_name_and_the_name_before_the_call_returns()
    {
        var store = new FolderArtifactStore(_folder.Path, _disk);

        var name = await PutAsync(store, null);

        var content = _folder[Path.Combine(".artifacts", name.Hash[..2], name.Text)];
        _disk.Files[0].ShouldBe((3, false));
        _disk.Folders[^1].ShouldBe(Path.GetDirectoryName(content));
        _disk.SeenIn(Path.GetDirectoryName(content)!).ShouldBe([name.Text]);
    }

    [Fact]
    public async Task A_labels_folder_is_on_the_disk_with_the_take_in_it_and_so_is_the_folder_it_is_in()
    {
        var store = new FolderArtifactStore(_folder.Path, _disk);

        await PutAsync(store, "sh_001/sh_001_a1t1");

        _disk.SeenIn(_folder["sh_001"]).ShouldBe(["sh_001_a1t1.png"]);
        _disk.SeenIn(_folder.Path).ShouldContain(entry => entry == "sh_001");
    }

    [Fact]
    public async Task What_a_dead_process_left_half_written_goes_and_what_is_being_written_stays()
    {
        var left = _folder.Write($".artifacts/.{Guid.NewGuid():N}", "half");
        var writing = _folder[$".artifacts/.{Guid.NewGuid():N}"];
        await using var held = new FileStream(writing, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
        foreach (var file in new[] { left, writing })
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));

        await PutAsync(new FolderArtifactStore(_folder.Path, _disk), null);

        File.Exists(left).ShouldBeFalse();
        File.Exists(writing).ShouldBeTrue();
    }

    [Fact]
    public void A_folder_that_is_not_there_cannot_be_written() =>
        Should.Throw<IOException>(() => new DurableDisk().FlushFolder(_folder["nowhere"])).Message.ShouldContain(_folder["nowhere"]);

    private static async Task<ArtifactName> PutAsync(FolderArtifactStore store, string? label)
    {
        using var content = new MemoryStream([1, 2, 3]);
        return await store.PutAsync(content, ".png", label, default);
    }

    /// <summary>Notes what was there at each write to the disk.</summary>
    private sealed class WatchedDisk : IDurableDisk
    {
        private readonly Dictionary<string, string[]> _seen = new(StringComparer.Ordinal);

        /// <summary>Of each flushed file: its length, and whether it had a name that counts.</summary>
        public List<(long Length, bool IsNamed)> Files { get; } = [];

        public List<string> Folders { get; } = [];

        /// <summary>The entries of a folder when it was last written to the disk.</summary>
        public string[] SeenIn(string folder) => _seen[folder];

        public void FlushFile(FileStream file)
        {
            file.Flush(flushToDisk: true);
            Files.Add((file.Length, Path.GetFileName(file.Name)[0] != '.'));
        }

        public void FlushFolder(string path)
        {
            new DurableDisk().FlushFolder(path);
            Folders.Add(path);
            _seen[path] = [.. Directory.GetFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!).Where(entry => entry[0] != '.').Order(StringComparer.Ordinal)];
        }
    }
}
