using System.Diagnostics.CodeAnalysis;

namespace Recoil.Artifacts;

/// <summary>
/// An artifact as messages name it: by its content, and as people call it, such as <c>sha256-9f86…/SH010/SH010_a1t1.png</c>. What
/// people call it means nothing to the store.
/// </summary>
public sealed record ArtifactReference
{
    private const int HashCharacters = 71;

    private ArtifactReference(ArtifactName name, string label) => (Name, Label) = (name, label);

    /// <summary>The artifact.</summary>
    public ArtifactName Name { get; }

    /// <summary>What people call it, without its extension.</summary>
    public string Label { get; }

    /// <summary>What people call it, with its extension, such as <c>SH010/SH010_a1t1.png</c>.</summary>
    public string File => Label + Name.Extension;

    /// <exception cref="ArgumentException">The label is none.</exception>
    public static ArtifactReference Of(ArtifactName name, string label)
    {
        ArtifactLabel.Check(label);
        return new ArtifactReference(name, label);
    }

    /// <summary>Reads a reference.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ArtifactReference? reference)
    {
        reference = null;
        if (text is null || text.Length <= HashCharacters || text[HashCharacters] != '/')
            return false;
        var (file, extension) = (text[(HashCharacters + 1)..], Path.GetExtension(text));
        var label = file[..^extension.Length];
        if (!ArtifactName.TryParse(text[..HashCharacters] + extension, out var name) || !ArtifactLabel.Is(label))
            return false;
        reference = new ArtifactReference(name, label);
        return true;
    }

    public override string ToString() => $"{Name.Text[..HashCharacters]}/{File}";
}
