using Microsoft.Extensions.DependencyInjection;
using Recoil.Artifacts.Conformance;
using Recoil.S3.Testing;

namespace Recoil.Artifacts.Tests;

/// <summary>A place of its own in the test server's bucket; every opening has a cache of its own, as another machine would.</summary>
public sealed class S3UnderTest : IArtifactStoreUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProvider> _open = [];
    private readonly string _prefix = $"{Guid.NewGuid():N}/";
    private string _address = "";

    public IArtifactStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _address = await S3Server.AddressAsync();
        Store = OpenAgain();
    }

    public IArtifactStore OpenAgain() => Open(Options);

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open)
            await open.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What makes a store with a cache of its own.</summary>
    internal ArtifactOptions Options => new()
    {
        Kind = ArtifactOptions.InS3,
        Endpoint = _address,
        PathStyle = true,
        Bucket = S3Server.Bucket,
        Prefix = _prefix,
        AccessKey = S3Server.Key,
        SecretKey = S3Server.Key,
        CacheFolder = _folder[Guid.NewGuid().ToString("N")],
    };

    internal IArtifactStore Open(ArtifactOptions options)
    {
        var provider = new ServiceCollection().AddArtifacts(options).BuildServiceProvider();
        _open.Add(provider);
        return provider.GetRequiredService<IArtifactStore>();
    }
}
