namespace Recoil.Providers.Emulators.Takes;

/// <summary>What was ordered, as far as drawing it needs to know.</summary>
public sealed record EmulatedOrder
{
    public required string Model { get; init; }
    public required string Prompt { get; init; }

    /// <summary>Such as <c>16:9</c>, or pixels such as <c>1280:720</c>.</summary>
    public string AspectRatio { get; init; } = "16:9";

    /// <summary>Length of a clip in seconds; null for a picture.</summary>
    public decimal? Seconds { get; init; }

    public long Seed { get; init; }

    /// <summary>The pictures that came with it, without <see cref="Scene"/>.</summary>
    public IReadOnlyList<byte[]> References { get; init; } = [];

    /// <summary>The one of them that is said to show the scene.</summary>
    public byte[]? Scene { get; init; }

    /// <summary>What is wrong in its pixels, by the name of a defect of the animatic provider.</summary>
    internal Recoil.Generator.Providers.Animatic.Defect Defect { get; init; }

    /// <summary>The picture on which a clip begins.</summary>
    public byte[]? FirstFrame { get; init; }

    /// <summary>The picture on which a clip ends.</summary>
    public byte[]? LastFrame { get; init; }

    /// <summary>Where the buyer wants to be called; null where nowhere.</summary>
    public Uri? Callback { get; init; }

    public bool IsClip => Seconds is not null;
}
