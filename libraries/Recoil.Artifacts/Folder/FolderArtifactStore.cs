namespace Recoil.Artifacts.Folder;

/// <summary>
/// Artifacts in a local folder: the contents in its hidden folder <c>.artifacts</c>, and each label beside it as a second name of the
/// same file, so that people find takes where they expect them and nothing is stored twice.
/// </summary>
internal sealed class FolderArtifactStore : IArtifactStore
{
    // A file is locked a moment after it is made.
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromMinutes(1);

    private static readonly EnumerationOptions s_contents = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    private readonly string _folder;
    private readonly string _contents;
    private readonly IDurableDisk _disk;
    private int _isSwept;

    public FolderArtifactStore(string folder, IDurableDisk disk)
    {
        _folder = Path.GetFullPath(folder);
        _contents = Path.Combine(_folder, ".artifacts");
        _disk = disk;
    }

    public async Task<ArtifactName> PutAsync(Stream content, string extension, string? label, CancellationToken cancellationToken)
    {
        if (label is not null)
            ArtifactLabel.Check(label);
        // An extension that cannot be used is refused before anything is written.
        _ = ArtifactName.Of(new byte[32], extension);

        MakeFolder(_contents);
        if (Interlocked.Exchange(ref _isSwept, 1) == 0)
            RemoveLeftovers();
        var name = await GrowAsync(content, extension, cancellationToken);
        if (label is not null)
            await ShowAsync(name, label, cancellationToken);
        return name;
    }

    public Task<Stream?> OpenAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, useAsync: true));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<ArtifactFile?> FetchAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(PathOf(name)) ? new ArtifactFile(PathOf(name)) : null);

    public Task<bool> ExistsAsync(ArtifactName name, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(name)));

    public IAsyncEnumerable<ArtifactName> ListAsync(DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        List(storedBefore.UtcDateTime, cancellationToken).ToAsyncEnumerable();

    public async Task<bool> RemoveAsync(ArtifactName name, DateTimeOffset storedBefore, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) >= storedBefore.UtcDateTime)
            return false;

        var labels = LabelsOf(path);
        foreach (var label in (await ReadLinesAsync(labels, cancellationToken)).Distinct(StringComparer.Ordinal))
            await HideAsync(name, Path.Combine(_folder, label + name.Extension), cancellationToken);

        // It may be stored again at this moment, and what is removed must be what was looked at.
        var removed = Path.Combine(_contents, $".{Guid.NewGuid():N}");
        if (!TryMove(path, removed))
            return false;
        if (File.GetLastWriteTimeUtc(removed) >= storedBefore.UtcDateTime)
        {
            File.Move(removed, path, overwrite: true);
            return false;
        }

        File.Delete(removed);
        File.Delete(labels);
        _disk.FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    private IEnumerable<ArtifactName> List(DateTime storedBefore, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_contents))
            yield break;
        foreach (var path in Directory.EnumerateFiles(_contents, "sha256-*", s_contents))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ArtifactName.TryParse(Path.GetFileName(path), out var name) && File.GetLastWriteTimeUtc(path) < storedBefore)
                yield return name;
        }
    }

    /// <summary>The lines of a file, none if it does not exist.</summary>
    private static async Task<string[]> ReadLinesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllLinesAsync(path, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    /// <returns>False when there is nothing any more: somebody else removed it.</returns>
    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private string PathOf(ArtifactName name) => Path.Combine(_contents, name.Hash[..2], name.Text);

    private static string LabelsOf(string path) => path + ".labels";

    private async Task<ArtifactName> GrowAsync(Stream content, string extension, CancellationToken cancellationToken)
    {
        var growing = Path.Combine(_contents, $".{Guid.NewGuid():N}");
        try
        {
            // It is open, and so locked, until it has its name.
            await using var file = new FileStream(growing, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 1, useAsync: true);
            var name = ArtifactName.Of(await ContentHash.CopyAsync(content, file, cancellationToken), extension);
            _disk.FlushFile(file);

            var path = PathOf(name);
            MakeFolder(Path.GetDirectoryName(path)!);
            File.Move(growing, path, overwrite: true);
            _disk.FlushFolder(Path.GetDirectoryName(path)!);
            return name;
        }
        finally
        {
            File.Delete(growing);
        }
    }

    /// <summary>Removes what processes left behind that died while they stored something.</summary>
    private void RemoveLeftovers()
    {
        var old = (TimeProvider.System.GetUtcNow() - s_leftoverAge).UtcDateTime;
        foreach (var left in Directory.GetFiles(_contents, ".*").Where(file => File.GetLastWriteTimeUtc(file) < old))
        {
            try
            {
                using var unused = new FileStream(left, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1);
                File.Delete(left);
            }
            catch (IOException)
            {
                // It is being written, or has got its name meanwhile.
            }
        }
    }

    /// <summary>Shows the content under its label. The label is written down first, so that a removal always finds it.</summary>
    private async Task ShowAsync(ArtifactName name, string label, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        await using (var labels = new FileStream(LabelsOf(path), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1, useAsync: true))
        {
            await labels.WriteAsync(System.Text.Encoding.ASCII.GetBytes(label + "\n"), cancellationToken);
            _disk.FlushFile(labels);
        }

        _disk.FlushFolder(Path.GetDirectoryName(path)!);

        var shown = Path.Combine(_folder, label + name.Extension);
        var folder = Path.GetDirectoryName(shown)!;
        MakeFolder(folder);
        while (!DurableDisk.TryLink(path, shown))
        {
            if (Directory.Exists(shown))
                throw new IOException($"{shown} is a folder, where a take belongs. Remove it.");
            if (!File.Exists(shown))
            {
                // Another process may just have taken it away to link it again, so there may be several copies at once: each gets the name as a whole.
                var part = $"{shown}.{Guid.NewGuid():N}.part";
                await CopyAsync(path, part, cancellationToken);
                File.Move(part, shown, overwrite: true);
                break;
            }

            File.Delete(shown);
        }

        _disk.FlushFolder(folder);
    }

    /// <summary>Removes what is shown; a file that someone has put in its place stays.</summary>
    private async Task HideAsync(ArtifactName name, string shown, CancellationToken cancellationToken)
    {
        try
        {
            if (ArtifactName.Of(await ContentHash.OfFileAsync(shown, cancellationToken), name.Extension) != name)
                return;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        File.Delete(shown);
        _disk.FlushFolder(Path.GetDirectoryName(shown)!);
    }

    /// <summary>For file systems where a file has one name only.</summary>
    private async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, useAsync: true);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true);
        await ContentHash.CopyAsync(source, target, cancellationToken);
        _disk.FlushFile(target);
    }

    /// <summary>Makes a folder with those it is in, each of them durable.</summary>
    private void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
            MakeFolder(parent);
        Directory.CreateDirectory(path);
        if (parent is not null)
            _disk.FlushFolder(parent);
    }
}
