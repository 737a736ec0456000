using System.Security.Cryptography;

namespace Recoil.Artifacts.Conformance;

public abstract class When_an_artifact_is_stored<TStore> : ArtifactTest<TStore> where TStore : IArtifactStoreUnderTest, new()
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    [InlineData((8 * 1024 * 1024) + 1)]
    [InlineData(2 * 8 * 1024 * 1024)]
    public async Task Its_content_comes_back_byte_for_byte_on_every_machine(int size)
    {
        var content = NewContent(size);

        var name = await PutAsync(Store, content);

        (await ReadAsync(Store, name)).ShouldBe(content);
        (await ReadAsync(OpenAgain(), name)).ShouldBe(content);
    }

    [Fact]
    public async Task Its_name_tells_its_content()
    {
        var content = NewContent(1000);

        var name = await PutAsync(Store, content, "sh_001/sh_001_a1t1");

        name.Text.ShouldBe($"sha256-{Convert.ToHexStringLower(SHA256.HashData(content))}.png");
    }

    [Fact]
    public async Task The_same_content_is_the_same_artifact()
    {
        var content = NewContent(1000);
        var first = await PutAsync(Store, content, "sh_001/sh_001_a1t1");

        var second = await PutAsync(OpenAgain(), content, "sh_002/sh_002_a1t1");

        second.ShouldBe(first);
        (await ReadAsync(Store, first)).ShouldBe(content);
    }

    [Fact]
    public async Task It_may_be_stored_by_many_at_once()
    {
        var content = NewContent(100_000);
        var other = OpenAgain();

        var names = await Task.WhenAll(Enumerable.Range(0, 12).Select(index => PutAsync(index % 2 == 0 ? Store : other, content, "sh_001/sh_001_a1t1")));

        names.Distinct().Count().ShouldBe(1);
        (await ReadAsync(other, names[0])).ShouldBe(content);
    }

    [Fact]
    public async Task A_content_that_breaks_off_leaves_nothing()
    {
        var content = NewContent(9 * 1024 * 1024);
        await using var broken = new GeneratedStream(content.Length, content, failAtEnd: true);

        await Should.ThrowAsync<InvalidDataException>(() => Store.PutAsync(broken, ".png", "sh_001/sh_001_a1t1", default));

        (await Store.ExistsAsync(ArtifactName.Of(SHA256.HashData(content), ".png"), default)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../sh_001")]
    [InlineData("/etc/sh_001")]
    [InlineData("sh_001/../../sh_001")]
    [InlineData("sh_001//a")]
    [InlineData(".artifacts/aa")]
    [InlineData("sh 001")]
    [InlineData("")]
    public async Task A_label_that_leads_elsewhere_is_refused(string label) =>
        (await Should.ThrowAsync<ArgumentException>(() => PutAsync(Store, NewContent(1), label))).Message.ShouldStartWith($"\"{label}\" is no label of an artifact.");

    [Theory]
    [InlineData("")]
    [InlineData("png")]
    [InlineData(".")]
    [InlineData("./../a")]
    [InlineData(".p ng")]
    public async Task An_extension_that_is_none_is_refused(string extension)
    {
        using var content = new MemoryStream([1]);

        (await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(content, extension, null, default)))
            .Message.ShouldStartWith($"\"{extension}\" is no extension of an artifact.");
    }
}
