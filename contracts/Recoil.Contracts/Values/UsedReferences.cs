namespace Recoil.Contracts;

/// <summary>The references that a generator found, named as the command named them.</summary>
public sealed record UsedReferences
{
    /// <summary>Those that the provider was given, in order.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    /// <summary>The shot's own identity references that exist.</summary>
    public IReadOnlyList<string> Judged { get; init; } = [];

    /// <summary>Whether both name the same references in the same order.</summary>
    public bool Equals(UsedReferences? other) =>
        other is not null && Sent.SequenceEqual(other.Sent, StringComparer.Ordinal) && Judged.SequenceEqual(other.Judged, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in Sent.Concat(Judged))
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
