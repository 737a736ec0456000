using System.Security.Cryptography;
using System.Text;

namespace Recoil.Artifacts;

/// <summary>Where people find an artifact: a relative path without an extension, such as <c>sh_001/sh_001_a1t1</c>.</summary>
public static class ArtifactLabel
{
    private const int Longest = 500;
    private const int LongestPart = 80;

    /// <summary>A name as a part of a label. One that had to be changed gets a mark of its own, so that two names never become one.</summary>
    public static string PartOf(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var c in name)
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        if (safe.Length > 0 && safe[0] == '.')
            safe[0] = '_';
        if (safe.Length > LongestPart)
            safe.Length = LongestPart;

        var result = safe.ToString();
        return result.Length > 0 && result == name && PortableName.Is(name)
            ? result
            : $"{result}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4))}";
    }

    /// <exception cref="ArgumentException">The label leads out of the store, or into what the store keeps for itself.</exception>
    public static void Check(string label)
    {
        if (!Is(label))
        {
            throw new ArgumentException(
                $"\"{label}\" is no label of an artifact. Give names joined by /, of letters, digits, -, _ and ., that do not begin with a dot.", nameof(label));
        }
    }

    /// <summary>Whether a text is one.</summary>
    public static bool Is(string label) => label.Length is > 0 and <= Longest && label.Split('/').All(IsPart);

    private static bool IsPart(string part) => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
