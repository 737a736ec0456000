namespace Recoil.Artifacts.Caching;

/// <summary>
/// Artifacts on the local disk, bounded: the least recently read goes first, never one that is being read. Any number of processes
/// may share the folder; they keep out of each other's way by locks on its files, which end with the process that holds them.
/// </summary>
internal sealed class ArtifactCache(string folder, long limit, TimeProvider time)
{
    private static readonly TimeSpan s_lockPause = TimeSpan.FromMilliseconds(5);

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>A file for a content that arrives: nobody else reads or removes it while it is open.</summary>
    public async Task<FileStream> GrowAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        // A file is locked a moment after it is made; nobody may take it for a leftover in between.
        using var made = await LockAsync(FileShare.Read, cancellationToken);
        return new FileStream(
            Path.Combine(_folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, useAsync: true);
    }

    /// <summary>Keeps a grown content, and lets others go for it.</summary>
    /// <returns>The file, held for the caller.</returns>
    public async Task<ArtifactFile> KeepAsync(FileStream grown, ArtifactName name, CancellationToken cancellationToken)
    {
        using var alone = await LockAsync(FileShare.None, cancellationToken);
        var held = Hold(name);
        if (held is null)
        {
            // One that is here already may be held by others: it is never replaced.
            await grown.DisposeAsync();
            File.Move(grown.Name, PathOf(name));
            held = Hold(name) ?? throw new FileNotFoundException($"{PathOf(name)} was removed while it was written.");
        }

        Trim();
        return held;
    }

    /// <summary>Finds an artifact.</summary>
    /// <returns>The file, held for the caller; null when it is not here.</returns>
    public async Task<ArtifactFile?> FindAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(name)))
            return null;
        using (await LockAsync(FileShare.Read, cancellationToken))
            return Hold(name);
    }

    /// <summary>Forgets an artifact. One that is being read goes later, as others do.</summary>
    public async Task RemoveAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(name)))
            return;
        using (await LockAsync(FileShare.None, cancellationToken))
            TryRemove(PathOf(name));
    }

    private string LockFile => Path.Combine(_folder, ".lock");

    private string PathOf(ArtifactName name) => Path.Combine(_folder, name.Text);

    private ArtifactFile? Hold(ArtifactName name)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        File.SetLastAccessTimeUtc(file.SafeFileHandle, time.GetUtcNow().UtcDateTime);
        return new ArtifactFile(PathOf(name), file);
    }

    /// <summary>Waits for the right to read the folder, or alone to change it. It is held for moments, so that whoever waits waits for moments.</summary>
    private async Task<IDisposable> LockAsync(FileShare share, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 1);
            }
            catch (IOException e) when (IsLocked(e))
            {
                await Task.Delay(s_lockPause, time, cancellationToken);
            }
        }
    }

    /// <summary>Removes what passes the limit.</summary>
    private void Trim()
    {
        var files = new DirectoryInfo(_folder).GetFiles().Where(file => file.FullName != LockFile).ToList();
        // Left by a process that died while it grew them.
        foreach (var grown in files.Where(file => file.Name[0] == '.'))
            TryRemove(grown.FullName);

        var kept = files.Where(file => file.Name[0] != '.').OrderBy(file => file.LastAccessTimeUtc).ToList();
        var size = kept.Sum(file => file.Length);
        foreach (var file in kept)
        {
            if (size <= limit)
                return;
            if (TryRemove(file.FullName))
                size -= file.Length;
        }
    }

    /// <returns>Whether nobody had it open.</returns>
    private static bool TryRemove(string path)
    {
        try
        {
            using var unused = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1);
            File.Delete(path);
            return true;
        }
        catch (IOException e) when (e is FileNotFoundException || IsLocked(e))
        {
            return false;
        }
    }

    // EWOULDBLOCK of Linux and macOS, and a sharing violation of Windows.
    private static bool IsLocked(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;
}
