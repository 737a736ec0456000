using Recoil.Artifacts.Folder;

namespace Recoil.Artifacts.Tests;

public sealed class When_people_look_into_the_folder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderArtifactStore _store;

    public When_people_look_into_the_folder() => _store = new FolderArtifactStore(_folder.Path, new DurableDisk());

    private string First => _folder[Path.Combine("sh_001", "sh_001_a1t1.png")];

    private string Second => _folder[Path.Combine("sh_001", "sh_001_a1t2.png")];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_take_is_where_its_label_says()
    {
        await PutAsync("one", "sh_001/sh_001_a1t1");
        await PutAsync("one", "sh_001/sh_001_a1t2");

        (await File.ReadAllTextAsync(First)).ShouldBe("one");
        (await File.ReadAllTextAsync(Second)).ShouldBe("one");
        Directory.GetFileSystemEntries(_folder["sh_001"]).Order(StringComparer.Ordinal).ShouldBe([First, Second]);
    }

    [Fact]
    public async Task A_take_that_was_made_again_takes_the_place_of_the_first()
    {
        await PutAsync("one", "sh_001/sh_001_a1t1");
        await PutAsync("two", "sh_001/sh_001_a1t1");

        (await File.ReadAllTextAsync(First)).ShouldBe("two");
        Directory.GetFileSystemEntries(_folder["sh_001"]).ShouldBe([First]);
    }

    [Fact]
    public async Task A_removed_take_is_gone_wherever_it_was()
    {
        var name = await PutAsync("one", "sh_001/sh_001_a1t1");
        await PutAsync("one", "sh_001/sh_001_a1t2");

        (await _store.RemoveAsync(name, DateTimeOffset.UtcNow.AddMinutes(1), default)).ShouldBeTrue();

        Directory.GetFileSystemEntries(_folder["sh_001"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_someone_put_in_a_takes_place_stays_when_the_take_is_removed()
    {
        var name = await PutAsync("one", "sh_001/sh_001_a1t1");
        File.Delete(First);
        await File.WriteAllTextAsync(First, "by hand");

        (await _store.RemoveAsync(name, DateTimeOffset.UtcNow.AddMinutes(1), default)).ShouldBeTrue();

        (await File.ReadAllTextAsync(First)).ShouldBe("by hand");
        (await _store.ExistsAsync(name, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_in_a_takes_place_is_said()
    {
        Directory.CreateDirectory(First);

        (await Should.ThrowAsync<IOException>(() => PutAsync("one", "sh_001/sh_001_a1t1"))).Message.ShouldBe($"{First} is a folder, where a take belongs. Remove it.");
    }

    [Fact]
    public async Task A_take_whose_file_someone_removed_is_still_stored()
    {
        var name = await PutAsync("one", "sh_001/sh_001_a1t1");

        File.Delete(First);

        (await _store.ExistsAsync(name, default)).ShouldBeTrue();
    }

    private async Task<ArtifactName> PutAsync(string content, string label)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));
        return await _store.PutAsync(stream, ".png", label, default);
    }
}
