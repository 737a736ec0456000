namespace Recoil.Artifacts;

/// <summary>
/// Brings what messages name to local files: artifacts out of the store, and files of this machine where they lie under a configured
/// root. Messages may come from anyone who can write to the broker, so no other file counts.
/// </summary>
public sealed class ReferencedFiles
{
    private readonly IArtifactStore _artifacts;
    private readonly string[] _roots;

    /// <summary>Makes the reader of a store.</summary>
    public ReferencedFiles(IArtifactStore artifacts, ArtifactOptions options)
    {
        _artifacts = artifacts;
        // Takes of earlier versions are named by their paths.
        string[] own = options.Kind == ArtifactOptions.InFolder ? [options.Folder] : [];
        _roots = [.. options.Roots.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Concat(own).Select(Path.GetFullPath)];
    }

    /// <summary>Finds a file.</summary>
    /// <param name="reference">An <see cref="ArtifactReference"/>, or the full path of a file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The file, which stays until the caller disposes it; null when there is none.</returns>
    /// <exception cref="ReferenceRefusedException">It is neither an artifact nor a path under a configured root.</exception>
    /// <exception cref="ArtifactStoreException">The store cannot be used now.</exception>
    public async Task<ArtifactFile?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (ArtifactReference.TryParse(reference, out var artifact))
            return await _artifacts.FetchAsync(artifact.Name, cancellationToken);
        if (!Path.IsPathFullyQualified(reference))
            throw new ReferenceRefusedException($"{reference} is neither an artifact nor the full path of a file.");

        // The same answer whether such a file exists or not: nobody learns of files that are not theirs.
        var path = RealPath.Of(reference);
        if (!_roots.Any(root => RealPath.IsWithin(path, RealPath.Of(root))))
            throw new ReferenceRefusedException($"{reference} is outside the folders that messages may name. Submit the plan with recoil submit, or name a folder in Artifacts:Roots.");
        return File.Exists(path) ? new ArtifactFile(path) : null;
    }
}
