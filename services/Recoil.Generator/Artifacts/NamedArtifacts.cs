using System.Buffers;
using System.Text;

namespace Recoil.Generator.Artifacts;

/// <summary>Finds the names of artifacts in documents of any form.</summary>
internal static class NamedArtifacts
{
    private const int HashCharacters = 64;

    private static readonly SearchValues<byte> s_hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> Scheme => "sha256-"u8;

    /// <summary>Takes out the hashes that a document names.</summary>
    /// <param name="hashes">SHA-256 hashes, each 64 lower-case hexadecimal digits.</param>
    /// <param name="document">Its bytes; texts are UTF-8.</param>
    public static void RemoveFrom(HashSet<string> hashes, ReadOnlySpan<byte> document)
    {
        var lookup = hashes.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> hash = stackalloc char[HashCharacters];
        for (var at = document.IndexOf(Scheme); at >= 0; at = document.IndexOf(Scheme))
        {
            document = document[(at + Scheme.Length)..];
            if (document.Length < HashCharacters)
                return;
            if (document[..HashCharacters].ContainsAnyExcept(s_hexadecimal))
                continue;
            Encoding.ASCII.GetChars(document[..HashCharacters], hash);
            lookup.Remove(hash);
        }
    }
}
