namespace Recoil.Artifacts.Conformance;

/// <summary>Memory is measured: whoever runs this runs it alone.</summary>
public abstract class When_a_clip_is_large<TStore> : ArtifactTest<TStore> where TStore : IArtifactStoreUnderTest, new()
{
    [Fact]
    public async Task Its_200_MB_are_never_held_in_memory()
    {
        const long Size = 200_000_000;
        const long Allowed = 100_000_000;
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var clip = new GeneratedStream(Size, NewContent(1_000_003));

        var name = await Store.PutAsync(clip, ".mp4", "sh_001/sh_001_a1t1", default);
        var most = clip.MostMemory;
        await using var stored = (await OpenAgain().OpenAsync(name, default)).ShouldNotBeNull();
        var piece = new byte[100_000];
        var read = 0L;
        for (int count; (count = await stored.ReadAsync(piece)) > 0; read += count)
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));

        read.ShouldBe(Size);
        (most - before).ShouldBeLessThan(Allowed);
    }
}
