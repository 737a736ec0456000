using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recoil.Artifacts.Caching;
using Recoil.Artifacts.Folder;
using Recoil.Artifacts.S3;

namespace Recoil.Artifacts;

/// <summary>Puts an artifact store into a process.</summary>
public static class ArtifactRegistration
{
    /// <summary>Registers the <see cref="IArtifactStore"/> that the settings name. Nothing is connected before its first use.</summary>
    public static IServiceCollection AddArtifacts(this IServiceCollection services, ArtifactOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<ReferencedFiles>();
        return services.AddSingleton(provider => Open(options, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Opens the store that the settings name. Nothing is connected before its first use.</summary>
    public static IArtifactStore Open(ArtifactOptions options, TimeProvider time) => options.Kind == ArtifactOptions.InS3
        ? new S3ArtifactStore(options, new ArtifactCache(options.CacheFolder, options.CacheMegabytes * 1_000_000L, time), time)
        : new FolderArtifactStore(options.Folder, new DurableDisk());
}
