namespace Recoil.Artifacts.Conformance;

public abstract class When_an_artifact_is_read<TStore> : ArtifactTest<TStore> where TStore : IArtifactStoreUnderTest, new()
{
    [Fact]
    public async Task One_that_was_never_stored_is_not_there()
    {
        var name = ArtifactName.Of(NewContent(32), ".png");

        (await Store.OpenAsync(name, default)).ShouldBeNull();
        (await Store.FetchAsync(name, default)).ShouldBeNull();
        (await Store.ExistsAsync(name, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_exists_on_every_machine()
    {
        var name = await PutAsync(Store, NewContent(100));

        (await Store.ExistsAsync(name, default)).ShouldBeTrue();
        (await OpenAgain().ExistsAsync(name, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Programs_get_it_as_a_file()
    {
        var content = NewContent(100_000);
        var name = await PutAsync(Store, content);

        using var file = (await OpenAgain().FetchAsync(name, default)).ShouldNotBeNull();

        Path.GetExtension(file.Path).ShouldBe(".png");
        (await File.ReadAllBytesAsync(file.Path)).ShouldBe(content);
    }

    [Fact]
    public async Task Many_may_read_it_at_once()
    {
        var content = NewContent(100_000);
        var name = await PutAsync(Store, content);
        var other = OpenAgain();

        var read = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ReadAsync(other, name)));

        read.ShouldAllBe(one => one!.SequenceEqual(content));
    }
}
