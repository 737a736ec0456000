namespace Recoil.Artifacts;

/// <summary>Where people find an artifact: a relative path without an extension, such as <c>sh_001/sh_001_a1t1</c>.</summary>
internal static class ArtifactLabel
{
    private const int Longest = 500;

    /// <exception cref="ArgumentException">The label leads out of the store, or into what the store keeps for itself.</exception>
    public static void Check(string label)
    {
        if (!Is(label))
        {
            throw new ArgumentException(
                $"\"{label}\" is no label of an artifact. Give names joined by /, of letters, digits, -, _ and ., that do not begin with a dot.", nameof(label));
        }
    }

    public static bool Is(string label) => label.Length is > 0 and <= Longest && label.Split('/').All(IsPart);

    private static bool IsPart(string part) => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
