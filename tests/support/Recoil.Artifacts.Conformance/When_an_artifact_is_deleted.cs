namespace Recoil.Artifacts.Conformance;

public abstract class When_an_artifact_is_deleted<TStore> : ArtifactTest<TStore> where TStore : IArtifactStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_gone_and_others_stay()
    {
        var kept = NewContent(100);
        var (name, other) = (await PutAsync(Store, NewContent(100), "sh_001/sh_001_a1t1"), await PutAsync(Store, kept, "sh_001/sh_001_a1t2"));

        await Store.DeleteAsync(name, default);

        (await Store.ExistsAsync(name, default)).ShouldBeFalse();
        (await Store.OpenAsync(name, default)).ShouldBeNull();
        (await OpenAgain().OpenAsync(name, default)).ShouldBeNull();
        (await ReadAsync(Store, other)).ShouldBe(kept);
    }

    [Fact]
    public async Task Deleting_it_again_changes_nothing()
    {
        var name = await PutAsync(Store, NewContent(100), "sh_001/sh_001_a1t1");
        await Store.DeleteAsync(name, default);

        await Store.DeleteAsync(name, default);

        (await Store.ExistsAsync(name, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task It_can_be_stored_again()
    {
        var content = NewContent(100);
        await Store.DeleteAsync(await PutAsync(Store, content, "sh_001/sh_001_a1t1"), default);

        var name = await PutAsync(Store, content, "sh_001/sh_001_a1t1");

        (await ReadAsync(OpenAgain(), name)).ShouldBe(content);
    }
}
