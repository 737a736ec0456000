using Microsoft.Extensions.Time.Testing;
using Recoil.Artifacts.Caching;

namespace Recoil.Artifacts.Tests;

/// <summary>The cache takes two contents of this test.</summary>
public sealed class When_the_cache_is_full : IDisposable
{
    private const int Size = 1000;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_least_recently_read_goes_first()
    {
        var cache = NewCache();
        var (a, b) = (await AddAsync(cache, 1), await AddAsync(cache, 2));
        (await FindAsync(cache, a)).ShouldBeTrue();

        var c = await AddAsync(cache, 3);
        await AddAsync(cache, 4);

        (await FindAsync(cache, b)).ShouldBeFalse();
        (await FindAsync(cache, c)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_being_read_stays_also_for_another_process()
    {
        var cache = NewCache();
        var a = await AddAsync(cache, 1);
        using var held = (await cache.FindAsync(a, default)).ShouldNotBeNull();

        var other = NewCache();
        for (var content = 2; content < 8; content++)
            await AddAsync(other, content);

        File.Exists(held.Path).ShouldBeTrue();
        (await File.ReadAllBytesAsync(held.Path)).ShouldAllBe(one => one == 1);
    }

    [Fact]
    public async Task It_stays_within_its_limit()
    {
        var cache = NewCache();
        for (var content = 1; content < 20; content++)
            await AddAsync(cache, content);
        await AddAsync(cache, 20);

        Directory.GetFiles(_folder.Path, "sha256-*").Length.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task What_a_dead_process_left_half_written_goes()
    {
        var left = _folder.Write($".{Guid.NewGuid():N}", "half");
        var cache = NewCache();
        await using var growing = await cache.GrowAsync(default);

        await AddAsync(cache, 1);

        File.Exists(left).ShouldBeFalse();
        File.Exists(growing.Name).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_processes_at_once_get_whole_contents_or_none()
    {
        var caches = Enumerable.Range(0, 4).Select(_ => NewCache(TimeProvider.System)).ToList();

        await Task.WhenAll(caches.Select(cache => Task.Run(async () =>
        {
            for (var round = 0; round < 200; round++)
            {
                var content = 1 + (round % 6);
                var name = NameOf(content);
                using var file = await cache.FindAsync(name, default) ?? await GrowAsync(cache, content);
                (await File.ReadAllBytesAsync(file.Path)).ShouldBe(ContentOf(content));
            }
        })));
    }

    private ArtifactCache NewCache(TimeProvider? time = null) => new(_folder.Path, 2 * Size, time ?? _time);

    private static byte[] ContentOf(int content) => [.. Enumerable.Repeat((byte)content, Size)];

    private static ArtifactName NameOf(int content) => ArtifactName.Of(System.Security.Cryptography.SHA256.HashData(ContentOf(content)), ".png");

    private async Task<ArtifactName> AddAsync(ArtifactCache cache, int content)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        (await GrowAsync(cache, content)).Dispose();
        return NameOf(content);
    }

    private static async Task<ArtifactFile> GrowAsync(ArtifactCache cache, int content)
    {
        await using var grown = await cache.GrowAsync(default);
        await grown.WriteAsync(ContentOf(content));
        return await cache.KeepAsync(grown, NameOf(content), default);
    }

    private async Task<bool> FindAsync(ArtifactCache cache, ArtifactName name)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        using var file = await cache.FindAsync(name, default);
        return file is not null;
    }
}
