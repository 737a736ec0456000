using System.Security.Cryptography;
using System.Text;

namespace Recoil.Contracts;

/// <summary>UUIDs of version 5 (RFC 9562): the same names always give the same id.</summary>
public static class NameBasedUuid
{
    private static readonly Guid s_recoil = new("5c0f6c8e-3b0a-4d8e-9a55-2f1f6b0d7a11");

    /// <summary>The id of a name made of parts. Parts are kept apart, so ("a", "bc") and ("ab", "c") differ.</summary>
    public static Guid Create(params ReadOnlySpan<string> parts) => Create(s_recoil, parts);

    /// <summary>The id of a name within another id.</summary>
    public static Guid Create(Guid within, params ReadOnlySpan<string> parts)
    {
        var length = 16;
        foreach (var part in parts)
            length += 4 + Encoding.UTF8.GetByteCount(part);

        var input = length <= 512 ? stackalloc byte[length] : new byte[length];
        within.TryWriteBytes(input, bigEndian: true, out var at);
        foreach (var part in parts)
        {
            var size = Encoding.UTF8.GetBytes(part, input[(at + 4)..]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(input[at..], size);
            at += 4 + size;
        }

        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 9562 defines version 5 with SHA-1; nothing secret depends on it.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
