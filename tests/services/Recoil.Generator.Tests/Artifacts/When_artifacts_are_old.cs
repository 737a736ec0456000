using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recoil.Artifacts;
using Recoil.Generator.Artifacts;
using Recoil.Storage;
using Recoil.Storage.Embedded;
using Recoil.Storage.Failures;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Artifacts;

public sealed class When_artifacts_are_old : IDisposable
{
    private static readonly TimeSpan s_age = TimeSpan.FromDays(365);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ServiceProvider _services;

    public When_artifacts_are_old() => _services = new ServiceCollection().AddMetrics()
        .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder["store"] })
        .AddArtifacts(new ArtifactOptions { Folder = _folder["takes"] })
        .BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Those_that_nothing_names_are_removed()
    {
        var name = await PutAsync(1, "SH010/SH010_a1t1");

        await SweepAsync();

        (await IsThereAsync(name)).ShouldBeFalse();
        Directory.GetFiles(_folder["takes"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_that_are_younger_stay()
    {
        var name = await PutAsync(1, daysAgo: 364);

        await SweepAsync();

        (await IsThereAsync(name)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_take_names_stays_as_long_as_the_take()
    {
        var (made, reference, other) = (await PutAsync(1), await PutAsync(2), await PutAsync(3));
        var take = TakeFactory.Picture() with { IdentityRefs = [ArtifactReference.Of(reference, "refs/ida").ToString()] };
        var ledger = _services.GetRequiredService<ITakeLedger>();
        var record = new TakeRecord
        {
            TakeId = take.TakeId, CorrelationId = take.CorrelationId, Account = "film/r1", QueuedAt = TakeFactory.Now, Provider = "scripted", Request = take,
            State = TakeState.Submitting, SubmittingAt = TakeFactory.Now,
        };
        var claim = (await ledger.EnqueueAsync(record, new TakeLease("worker", TakeFactory.Now.AddHours(1)), default)).Claim.ShouldNotBeNull();
        await ledger.EndAsync(
            claim,
            new Recoil.Contracts.GenerationCompleted
            {
                CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Cost = 0, Output = ArtifactReference.Of(made, "SH010/SH010_a1t1").ToString(),
            },
            TakeFactory.Now, default);

        await SweepAsync();

        (await IsThereAsync(made)).ShouldBeTrue();
        (await IsThereAsync(reference)).ShouldBeTrue();
        (await IsThereAsync(other)).ShouldBeFalse();

        await ledger.MarkDeliveredAsync([take.TakeId], default);
        (await ledger.RemoveEndedAsync(TakeFactory.Now.AddDays(1), 10, default)).ShouldBe(1);
        await SweepAsync();

        (await IsThereAsync(made)).ShouldBeFalse();
        (await IsThereAsync(reference)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_failed_message_names_stays()
    {
        var name = await PutAsync(1);
        var failed = _services.GetRequiredService<IFailedMessages>();
        for (var i = 0; i < 120; i++)
        {
            var body = System.Text.Encoding.UTF8.GetBytes(i == 110 ? $$"""{"startFrame":"{{ArtifactReference.Of(name, "SH010/SH010_a1t1")}}"}""" : "{}");
            await failed.TryAddAsync(
                new FailedMessage { Id = Guid.NewGuid(), Queue = "generator", Type = "GenerateTake", Cause = "", At = TakeFactory.Now.AddSeconds(i), Bytes = body.Length },
                new FailedMessageContent(Array.Empty<byte>(), body), default);
        }

        await SweepAsync();

        (await IsThereAsync(name)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_is_stored_again_while_it_is_looked_for_stays()
    {
        var name = await PutAsync(1);

        await SweepAsync(new MeanwhileStored(_services.GetRequiredService<IStoredDocuments>(), () => PutAsync(1, daysAgo: 0)));

        (await IsThereAsync(name)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_cannot_be_removed_keeps_no_other()
    {
        var names = new[] { await PutAsync(1), await PutAsync(2), await PutAsync(3) };

        await SweepAsync(artifacts: new Stubborn(_services.GetRequiredService<IArtifactStore>(), name => name == names[1]));

        (await Task.WhenAll(names.Select(IsThereAsync))).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task A_store_that_refuses_everything_is_not_asked_for_ever()
    {
        for (byte i = 0; i < 20; i++)
            await PutAsync(i);
        var store = new Stubborn(_services.GetRequiredService<IArtifactStore>(), _ => true);

        await Should.ThrowAsync<ArtifactStoreException>(() => SweepAsync(artifacts: store));

        store.Refused.ShouldBe(10);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("sha256-", true)]
    [InlineData("sha256-{0}", false)]
    [InlineData("\u0001\u0000{{\"output\":\"sha256-{0}/SH010/SH010_a1t1.png\"}}", false)]
    [InlineData("sha256-sha256-{0}.png", false)]
    [InlineData("sha256-abc sha256-{0}", false)]
    [InlineData("sha256-{1}", true)]
    public void A_name_is_found_in_whatever_surrounds_it(string document, bool isLeft)
    {
        var (hash, other) = (new string('a', 63) + "1", new string('a', 63) + "2");
        var hashes = new HashSet<string>(StringComparer.Ordinal) { hash };

        NamedArtifacts.RemoveFrom(hashes, System.Text.Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, document, hash, other)));

        hashes.Contains(hash).ShouldBe(isLeft);
    }

    private async Task<ArtifactName> PutAsync(byte content, string? label = null, int daysAgo = 366)
    {
        using var stream = new MemoryStream([content]);
        var name = await _services.GetRequiredService<IArtifactStore>().PutAsync(stream, ".png", label, default);
        File.SetLastWriteTimeUtc(PathOf(name), _time.GetUtcNow().UtcDateTime.AddDays(-daysAgo));
        return name;
    }

    private Task<bool> IsThereAsync(ArtifactName name) => _services.GetRequiredService<IArtifactStore>().ExistsAsync(name, default);

    private string PathOf(ArtifactName name) => Directory.GetFiles(_folder["takes"], name.Text, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Single();

    private async Task SweepAsync(IStoredDocuments? documents = null, IArtifactStore? artifacts = null)
    {
        using var sweep = new ArtifactRetention(
            artifacts ?? _services.GetRequiredService<IArtifactStore>(), documents ?? _services.GetRequiredService<IStoredDocuments>(), _services.GetRequiredService<IFailedMessages>(), s_age,
            _time, NullLogger<ArtifactRetention>.Instance);
        await sweep.PassAsync(default);
    }

    /// <summary>Somebody stores an artifact while the documents are read.</summary>
    private sealed class MeanwhileStored(IStoredDocuments documents, Func<Task> store) : IStoredDocuments
    {
        public async Task ReadAsync(Action<ReadOnlySpan<byte>> show, CancellationToken cancellationToken)
        {
            await documents.ReadAsync(show, cancellationToken);
            await store();
        }
    }

    /// <summary>A store with artifacts that it does not let go.</summary>
    private sealed class Stubborn(IArtifactStore store, Func<ArtifactName, bool> keeps) : IArtifactStore
    {
        public int Refused { get; private set; }

        public Task<ArtifactName> PutAsync(Stream content, string extension, string? label, CancellationToken cancellationToken) =>
            store.PutAsync(content, extension, label, cancellationToken);

        public Task<Stream?> OpenAsync(ArtifactName name, CancellationToken cancellationToken) => store.OpenAsync(name, cancellationToken);

        public Task<ArtifactFile?> FetchAsync(ArtifactName name, CancellationToken cancellationToken) => store.FetchAsync(name, cancellationToken);

        public Task<bool> ExistsAsync(ArtifactName name, CancellationToken cancellationToken) => store.ExistsAsync(name, cancellationToken);

        public IAsyncEnumerable<ArtifactName> ListAsync(DateTimeOffset storedBefore, CancellationToken cancellationToken) => store.ListAsync(storedBefore, cancellationToken);

        public Task<bool> RemoveAsync(ArtifactName name, DateTimeOffset storedBefore, CancellationToken cancellationToken)
        {
            if (!keeps(name))
                return store.RemoveAsync(name, storedBefore, cancellationToken);
            Refused++;
            return Task.FromException<bool>(new ArtifactStoreException("It is locked."));
        }
    }
}
