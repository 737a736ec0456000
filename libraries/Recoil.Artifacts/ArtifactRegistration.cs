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
        return options.Kind == ArtifactOptions.InS3
            ? services.AddSingleton<IArtifactStore>(provider => new S3ArtifactStore(
                options, new ArtifactCache(options.CacheFolder, options.CacheMegabytes * 1_000_000L, provider.GetRequiredService<TimeProvider>())))
            : services.AddSingleton<IArtifactStore>(_ => new FolderArtifactStore(options.Folder, new DurableDisk()));
    }
}
