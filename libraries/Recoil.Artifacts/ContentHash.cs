using System.Buffers;
using System.Security.Cryptography;

namespace Recoil.Artifacts;

/// <summary>Copies streams in pieces and names what went through.</summary>
internal static class ContentHash
{
    private const int PieceSize = 128 * 1024;

    /// <summary>Copies a content to where it goes.</summary>
    /// <returns>The SHA-256 of what was copied.</returns>
    public static async Task<byte[]> CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            int count;
            while ((count = await source.ReadAsync(piece, cancellationToken)) > 0)
            {
                hash.AppendData(piece, 0, count);
                await target.WriteAsync(piece.AsMemory(0, count), cancellationToken);
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<byte[]> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
        return await CopyAsync(file, Stream.Null, cancellationToken);
    }
}
