using Recoil.Artifacts;
using Recoil.Artifacts.Folder;
using Recoil.Contracts;
using Recoil.Generator.Providers;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

public sealed class When_a_take_has_references : IDisposable
{
    private static readonly GenerateTake s_take = TakeFactory.Picture() with { Model = "scripted" };

    private readonly Workshop _workshop = new();
    private GenerateTake? _asked;

    public When_a_take_has_references()
    {
        Directory.CreateDirectory(_workshop.Artifacts.Roots);
        _workshop.Provider.OnRequest = take => _asked = take;
    }

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task The_provider_gets_files_and_the_result_names_what_was_used()
    {
        var mara = await StoreAsync("mara");
        var plan = Write("jo.png");
        var lost = Path.Combine(_workshop.Artifacts.Roots, "lost.png");

        var result = await _workshop.MakeAsync(s_take with { IdentityRefs = [mara, lost, plan], OptionalRefs = [lost, mara], JudgedRefs = [plan, lost], SceneRefPath = mara });

        result!.References.ShouldBe(new UsedReferences { Sent = [mara, plan, mara], Judged = [plan] });
        _asked!.IdentityRefs.Select(File.ReadAllText).ShouldBe(["mara", "jo.png", "mara"]);
        File.ReadAllText(_asked.SceneRefPath!).ShouldBe("mara");
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("ROOT/../../../../../../../../etc/hostname")]
    [InlineData("ROOT/link/hostname")]
    [InlineData("ROOT/file.png")]
    [InlineData("ROOT-beside/file.png")]
    [InlineData("etc/hostname")]
    [InlineData("file:///etc/hostname")]
    [InlineData("https://example.org/a.png")]
    public async Task A_file_that_messages_must_not_name_is_refused_and_nothing_is_bought(string path)
    {
        var root = _workshop.Artifacts.Roots;
        File.CreateSymbolicLink(Path.Combine(root, "link"), "/etc");
        File.CreateSymbolicLink(Path.Combine(root, "file.png"), "/etc/hostname");
        Directory.CreateDirectory(root + "-beside");
        await File.WriteAllTextAsync(Path.Combine(root + "-beside", "file.png"), "beside");
        var name = path.Replace("ROOT", root, StringComparison.Ordinal);

        foreach (var take in new[]
        {
            s_take with { IdentityRefs = [name] }, s_take with { OptionalRefs = [name] }, s_take with { JudgedRefs = [name] }, s_take with { ExpressionRefs = [name] },
            s_take with { SceneRefPath = name }, s_take with { StartFrame = name }, s_take with { EndFrame = name },
        })
        {
            var result = await _workshop.MakeAsync(take with { TakeId = Guid.NewGuid() });
            (result!.ErrorKind, result.Cost).ShouldBe((ErrorKind.InvalidRequest, 0));
            result.Error!.ShouldContain(name);
        }

        _workshop.Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task For_a_take_that_was_ordered_before_nobody_knows_what_it_cost()
    {
        var result = await _workshop.Generator().MakeAsync(
            await _workshop.InheritAsync(s_take with { IdentityRefs = ["/etc/hostname"] }, "job-of-old"), isNew: false, CancellationToken.None);

        (result!.ErrorKind, result.ProviderJob).ShouldBe((ErrorKind.OutcomeUnknown, "job-of-old"));
        _workshop.Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_within_a_folder_that_messages_may_name_counts()
    {
        Write("jo.png");
        var link = Path.Combine(_workshop.Artifacts.Roots, "link.png");
        File.CreateSymbolicLink(link, "jo.png");

        (await _workshop.MakeAsync(s_take with { IdentityRefs = [link] }))!.References!.Sent.ShouldBe([link]);
    }

    [Fact]
    public async Task A_take_whose_references_cannot_be_read_now_waits()
    {
        var mara = await StoreAsync("mara");
        _workshop.Store = _ => new AwayStore(new FolderArtifactStore(_workshop.TakeFolder, _workshop.Disk)) { IsAway = true };

        (await _workshop.MakeAsync(s_take with { IdentityRefs = [mara] })).ShouldBeNull();

        (await _workshop.FindAsync(s_take)).State.ShouldBe(TakeState.Queued);
        _workshop.Provider.Submits.ShouldBe(0);
    }

    [Fact]
    public async Task A_take_that_cannot_be_kept_now_is_kept_later_and_bought_once()
    {
        var away = new AwayStore(new FolderArtifactStore(_workshop.TakeFolder, _workshop.Disk)) { IsAway = true };
        _workshop.Store = _ => away;
        var made = _workshop.MakeAsync(s_take);
        await Eventually.TrueAsync(() => away.Refused > 0, () => "the store refuses it", TimeSpan.FromSeconds(20));

        away.IsAway = false;
        var result = await _workshop.WhileTimePassesAsync(made, TimeSpan.FromSeconds(1));

        result!.Success.ShouldBeTrue();
        (_workshop.Provider.Submits, _workshop.Provider.Fetches).ShouldBe((1, 1));
    }

    private string Write(string name)
    {
        var path = Path.Combine(_workshop.Artifacts.Roots, name);
        File.WriteAllText(path, name);
        return path;
    }

    private async Task<string> StoreAsync(string content)
    {
        await using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));
        return ArtifactReference.Of(await ArtifactRegistration.Open(_workshop.Artifacts, TimeProvider.System).PutAsync(stream, ".png", null, default), content).ToString();
    }

    /// <summary>A store that cannot be used for a while.</summary>
    private sealed class AwayStore(IArtifactStore store) : IArtifactStore
    {
        private int _refused;

        public bool IsAway { get; set; }

        public int Refused => _refused;

        public Task<ArtifactName> PutAsync(Stream content, string extension, string? label, CancellationToken cancellationToken) =>
            Asked(() => store.PutAsync(content, extension, label, cancellationToken));

        public Task<Stream?> OpenAsync(ArtifactName name, CancellationToken cancellationToken) => Asked(() => store.OpenAsync(name, cancellationToken));

        public Task<ArtifactFile?> FetchAsync(ArtifactName name, CancellationToken cancellationToken) => Asked(() => store.FetchAsync(name, cancellationToken));

        public Task<bool> ExistsAsync(ArtifactName name, CancellationToken cancellationToken) => Asked(() => store.ExistsAsync(name, cancellationToken));

        public IAsyncEnumerable<ArtifactName> ListAsync(DateTimeOffset storedBefore, CancellationToken cancellationToken) => store.ListAsync(storedBefore, cancellationToken);

        public Task<bool> RemoveAsync(ArtifactName name, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
            Asked(() => store.RemoveAsync(name, storedBefore, cancellationToken));

        private Task<T> Asked<T>(Func<Task<T>> ask)
        {
            if (!IsAway)
                return ask();
            Interlocked.Increment(ref _refused);
            return Task.FromException<T>(new ArtifactStoreException("The store is away."));
        }
    }
}
