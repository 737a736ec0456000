namespace Recoil.Artifacts.Conformance;

public abstract class When_an_artifact_is_removed<TStore> : ArtifactTest<TStore> where TStore : IArtifactStoreUnderTest, new()
{
    [Fact]
    public async Task It_is_gone_and_others_stay()
    {
        var kept = NewContent(100);
        var (name, other) = (await PutAsync(Store, NewContent(100), "sh_001/sh_001_a1t1"), await PutAsync(Store, kept, "sh_001/sh_001_a1t2"));

        (await Store.RemoveAsync(name, Soon, default)).ShouldBeTrue();

        (await Store.ExistsAsync(name, default)).ShouldBeFalse();
        (await Store.OpenAsync(name, default)).ShouldBeNull();
        (await OpenAgain().OpenAsync(name, default)).ShouldBeNull();
        (await ReadAsync(Store, other)).ShouldBe(kept);
    }

    [Fact]
    public async Task Removing_it_again_changes_nothing()
    {
        var name = await PutAsync(Store, NewContent(100), "sh_001/sh_001_a1t1");
        (await Store.RemoveAsync(name, Soon, default)).ShouldBeTrue();

        (await Store.RemoveAsync(name, Soon, default)).ShouldBeFalse();

        (await Store.ExistsAsync(name, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Any_number_of_workers_may_remove_the_same()
    {
        const int Artifacts = 40;
        var names = new List<ArtifactName>();
        for (var i = 0; i < Artifacts; i++)
            names.Add(await PutAsync(Store, NewContent(10), $"sh_001/sh_001_a1t{i}"));
        var stores = Enumerable.Range(0, 4).Select(_ => OpenAgain()).ToList();

        var removed = await Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            var count = 0;
            foreach (var name in names)
                count += await store.RemoveAsync(name, Soon, default) ? 1 : 0;
            return count;
        })));

        removed.Sum().ShouldBeGreaterThanOrEqualTo(Artifacts);
        (await ListAsync(Soon)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_can_be_stored_again()
    {
        var content = NewContent(100);
        await Store.RemoveAsync(await PutAsync(Store, content, "sh_001/sh_001_a1t1"), Soon, default);

        var name = await PutAsync(Store, content, "sh_001/sh_001_a1t1");

        (await ReadAsync(OpenAgain(), name)).ShouldBe(content);
    }

    [Fact]
    public async Task It_stays_when_it_was_stored_later()
    {
        var content = NewContent(100);
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        var name = await PutAsync(Store, content, "sh_001/sh_001_a1t1");

        (await Store.RemoveAsync(name, before, default)).ShouldBeFalse();

        (await ReadAsync(OpenAgain(), name)).ShouldBe(content);
    }

    [Fact]
    public async Task All_that_were_stored_before_a_time_are_listed()
    {
        (await ListAsync(Soon)).ShouldBeEmpty();
        var (one, two) = (await PutAsync(Store, NewContent(100), "sh_001/sh_001_a1t1"), await PutAsync(Store, NewContent(100)));

        (await ListAsync(Soon)).ShouldBe([one, two], ignoreOrder: true);
        (await ListAsync(DateTimeOffset.UtcNow.AddMinutes(-1))).ShouldBeEmpty();
        await Store.RemoveAsync(one, Soon, default);
        (await ListAsync(Soon)).ShouldBe([two]);
    }

    /// <summary>After everything that a test stores.</summary>
    private static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddMinutes(1);

    private async Task<List<ArtifactName>> ListAsync(DateTimeOffset before)
    {
        var names = new List<ArtifactName>();
        await foreach (var name in Store.ListAsync(before, default))
            names.Add(name);
        return names;
    }
}
