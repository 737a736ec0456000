using Recoil.Artifacts;
using Recoil.Cli.Commands;
using Recoil.Contracts;

namespace Recoil.Cli.Submitting;

/// <summary>Puts a plan's pictures among the services' artifacts, so that no service needs the plan's folder.</summary>
internal sealed class PlanPictures(IArtifactStore artifacts)
{
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    /// <summary>Whether a plan has pictures.</summary>
    public static bool In(RunRequested run) => !string.IsNullOrEmpty(run.StyleAnchor) || run.Shots.Any(shot =>
        shot.IdentityRefs.Count > 0 || shot.ExpressionRefs is { Count: > 0 }
        || !(string.IsNullOrEmpty(shot.StartFrame) && string.IsNullOrEmpty(shot.EndFrame) && string.IsNullOrEmpty(shot.SceneRefPath)));

    /// <summary>Stores each picture once, by its content.</summary>
    /// <returns>The run, which names artifacts in place of files.</returns>
    /// <exception cref="CommandFailedException">The artifacts cannot be used, or a picture cannot be read.</exception>
    public async Task<RunRequested> UploadAsync(RunRequested run, CancellationToken cancellationToken)
    {
        var shots = new List<ShotFields>(run.Shots.Count);
        foreach (var shot in run.Shots)
        {
            shots.Add(shot with
            {
                IdentityRefs = await AllAsync(shot.IdentityRefs, cancellationToken),
                ExpressionRefs = shot.ExpressionRefs is { } expressions ? await AllAsync(expressions, cancellationToken) : null,
                SceneRefPath = await OneAsync(shot.SceneRefPath, cancellationToken),
                StartFrame = await OneAsync(shot.StartFrame, cancellationToken),
                EndFrame = await OneAsync(shot.EndFrame, cancellationToken),
            });
        }

        return run with { StyleAnchor = await OneAsync(run.StyleAnchor, cancellationToken), Shots = shots };
    }

    private async Task<string[]> AllAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var references = new string[paths.Count];
        for (var i = 0; i < references.Length; i++)
            references[i] = await StoreAsync(paths[i], cancellationToken);
        return references;
    }

    private async Task<string?> OneAsync(string? path, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(path) ? path : await StoreAsync(path, cancellationToken);

    private async Task<string> StoreAsync(string path, CancellationToken cancellationToken)
    {
        if (ShotReferences.NamedBy(path) is not null)
            return path;
        if (_references.TryGetValue(path, out var known))
            return known;
        try
        {
            await using var picture = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 4096, useAsync: true);
            var extension = await PictureFile.ExtensionAsync(picture, cancellationToken) ?? throw new CommandFailedException($"{path} is no picture any more.");
            var name = await artifacts.PutAsync(picture, extension, label: null, cancellationToken);
            return _references[path] = ArtifactReference.Of(name, ArtifactLabel.PartOf(Path.GetFileNameWithoutExtension(path))).ToString();
        }
        catch (Exception e) when (e is ArtifactStoreException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be stored among the artifacts: {e.Message}", e);
        }
    }
}
