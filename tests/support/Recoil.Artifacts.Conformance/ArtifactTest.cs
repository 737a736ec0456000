namespace Recoil.Artifacts.Conformance;

/// <summary>Gives every test an empty store.</summary>
/// <typeparam name="TStore">The store under test.</typeparam>
public abstract class ArtifactTest<TStore> : IAsyncLifetime where TStore : IArtifactStoreUnderTest, new()
{
    private readonly TStore _store = new();

    protected IArtifactStore Store => _store.Store;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected IArtifactStore OpenAgain() => _store.OpenAgain();

    /// <summary>Bytes that look like nothing else.</summary>
    protected static byte[] NewContent(int size)
    {
        var content = new byte[size];
        Random.Shared.NextBytes(content);
        return content;
    }

    protected static async Task<ArtifactName> PutAsync(IArtifactStore store, byte[] content, string? label = null)
    {
        using var stream = new MemoryStream(content);
        return await store.PutAsync(stream, ".png", label, default);
    }

    protected static async Task<byte[]?> ReadAsync(IArtifactStore store, ArtifactName name)
    {
        await using var stream = await store.OpenAsync(name, default);
        if (stream is null)
            return null;
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
