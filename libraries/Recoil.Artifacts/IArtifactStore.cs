namespace Recoil.Artifacts;

/// <summary>Keeps takes, references and posters under names by content. An artifact never changes; none is ever held whole in memory.</summary>
public interface IArtifactStore
{
    /// <summary>Stores a content, also a known one, which is then as good as new. It survives a crash of the machine once the call has returned.</summary>
    /// <param name="content">Read from where it stands to its end; it need not be seekable. The caller disposes it.</param>
    /// <param name="extension">With its dot, such as <c>.png</c>.</param>
    /// <param name="label">
    /// Where people shall find it, relative and without an extension, such as <c>sh_001/sh_001_a1t1</c>; null for nowhere. A store of
    /// files shows it there, in place of what was there before.
    /// </param>
    /// <param name="cancellationToken">Ends the call; nothing is stored then.</param>
    /// <returns>The artifact's name, the same for the same content.</returns>
    /// <exception cref="ArgumentException">The extension or the label cannot be used.</exception>
    /// <exception cref="ArtifactStoreException">The store cannot be used now; one line that says why.</exception>
    /// <exception cref="IOException">The local disk is full or fails.</exception>
    Task<ArtifactName> PutAsync(Stream content, string extension, string? label, CancellationToken cancellationToken);

    /// <summary>Opens an artifact for reading.</summary>
    /// <returns>Its content, which the caller disposes; null when there is no such artifact.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be used now, or what it has is damaged; one line that says why.</exception>
    Task<Stream?> OpenAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Brings an artifact into a local file, for programs that read files.</summary>
    /// <returns>The file, which stays until the caller disposes it; null when there is no such artifact.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be used now, or what it has is damaged; one line that says why.</exception>
    Task<ArtifactFile?> FetchAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Whether there is such an artifact.</summary>
    /// <exception cref="ArtifactStoreException">The store cannot be used now; one line that says why.</exception>
    Task<bool> ExistsAsync(ArtifactName name, CancellationToken cancellationToken);

    /// <summary>The artifacts that were stored before a time, in no order. One that was stored again counts from then.</summary>
    /// <exception cref="ArtifactStoreException">The store cannot be used now; one line that says why.</exception>
    IAsyncEnumerable<ArtifactName> ListAsync(DateTimeOffset storedBefore, CancellationToken cancellationToken);

    /// <summary>Removes an artifact, also from where people find it, unless it was stored, or stored again, at that time or later.</summary>
    /// <returns>Whether it was removed. One that is not there is not.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be used now; one line that says why.</exception>
    Task<bool> RemoveAsync(ArtifactName name, DateTimeOffset storedBefore, CancellationToken cancellationToken);
}
