using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Recoil.Artifacts;

/// <summary>An artifact's name by its content: <c>sha256-</c>, 64 hexadecimal digits and an extension, such as <c>sha256-9f86….png</c>.</summary>
/// <remarks>The same bytes with the same extension have the same name everywhere, so a name never means anything else later.</remarks>
public sealed partial record ArtifactName
{
    private ArtifactName(string text) => Text = text;

    /// <summary>The whole name.</summary>
    public string Text { get; }

    /// <summary>The SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public string Hash => Text[7..71];

    /// <summary>The extension with its dot, such as <c>.png</c>.</summary>
    public string Extension => Text[71..];

    /// <summary>Names a content.</summary>
    /// <param name="hash">The content's SHA-256, 32 bytes.</param>
    /// <param name="extension">With its dot: 1 to 8 letters and digits, written in lower case.</param>
    /// <exception cref="ArgumentException">The extension or the length of the hash is none.</exception>
    [SuppressMessage("Globalization", "CA1308", Justification = "Names are written in lower case.")]
    public static ArtifactName Of(ReadOnlySpan<byte> hash, string extension) =>
        TryParse($"sha256-{Convert.ToHexStringLower(hash)}{extension.ToLowerInvariant()}", out var name)
            ? name
            : throw new ArgumentException($"\"{extension}\" is no extension of an artifact. Give a dot and 1 to 8 letters or digits, such as .png.", nameof(extension));

    /// <summary>Reads a name.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ArtifactName? name)
    {
        name = text is not null && Form().IsMatch(text) ? new ArtifactName(text) : null;
        return name is not null;
    }

    public override string ToString() => Text;

    [GeneratedRegex(@"\Asha256-[0-9a-f]{64}\.[0-9a-z]{1,8}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
