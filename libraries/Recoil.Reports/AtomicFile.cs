namespace Recoil.Reports;

/// <summary>Files that are there whole or not at all: readers never see half of one.</summary>
public static class AtomicFile
{
    /// <summary>Has a file written beside <paramref name="path"/>, then lets it take its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the file of the name that it is given.</param>
    /// <param name="cancellationToken">When cancelled, the file stays as it was.</param>
    public static async Task WriteAsync(string path, Func<string, Task> write, CancellationToken cancellationToken)
    {
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await write(beside);
            cancellationToken.ThrowIfCancellationRequested();
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public static Task WriteStreamAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(
            path,
            async beside =>
            {
                await using var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None);
                await write(stream);
                await stream.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
            },
            cancellationToken);

    public static Task WriteBytesAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteStreamAsync(path, stream => stream.WriteAsync(content, cancellationToken).AsTask(), cancellationToken);
}
