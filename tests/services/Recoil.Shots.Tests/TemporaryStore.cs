using Microsoft.Extensions.DependencyInjection;
using Recoil.Storage.Embedded;

namespace Recoil.Shots.Tests;

/// <summary>The embedded store in a folder that goes with the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Register(IServiceCollection services) =>
        services.AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder.Path }).AddShotDocuments();

    public void Dispose() => _folder.Dispose();
}
