using System.Buffers.Binary;
using System.Text.Json.Serialization;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Shots.Routing;

/// <summary>The input of one generation.</summary>
internal sealed record TakePlan
{
    public required Operation Operation { get; init; }

    public required string Prompt { get; init; }

    /// <summary>The pictures a keyframe is made after; none for a clip.</summary>
    public required References References { get; init; }

    /// <summary>Whether identity is judged, where a reference of it exists.</summary>
    [JsonIgnore]
    public bool Gated => References.Judged.Count > 0;

    /// <summary>Clips only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StartFrame { get; init; }

    /// <summary>Clips only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndFrame { get; init; }

    /// <summary>Clips only: length in seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Duration { get; init; }

    /// <summary>Random seed, 0 to 2^31-1 because providers take no more; the same for the same take.</summary>
    public required long Seed { get; init; }

    /// <summary>Exactly <c>video</c> is a clip; any other text is a keyframe.</summary>
    public static bool IsClip(string pipeline) => string.Equals(pipeline, "video", StringComparison.Ordinal);

    /// <summary>Plans the take under way.</summary>
    /// <param name="state">The memory of the routing: the prompt, and how the take differs from the one before.</param>
    /// <param name="shot">The request.</param>
    /// <param name="takeId">The take's id, which its seed follows from.</param>
    /// <param name="profile">The model's profile, or null when the model is not registered.</param>
    public static TakePlan For(RoutingState state, ShotRequested shot, Guid takeId, ModelProfile? profile)
    {
        var clip = IsClip(shot.Pipeline);
        return new TakePlan
        {
            Operation = clip ? Operation.VideoI2v : Operation.ImageT2i,
            Prompt = Anchored(state.Prompt, state.Strategy) is var anchored && anchored.Length <= (profile?.MaxPromptLength ?? int.MaxValue) ? anchored : state.Prompt,
            References = clip ? References.None : References.For(shot, profile, state.Strategy),
            StartFrame = clip ? shot.StartFrame : null,
            EndFrame = clip ? shot.EndFrame : null,
            Duration = clip ? shot.Duration : null,
            Seed = SeedOf(takeId),
        };
    }

    private static string Anchored(string prompt, RerollStrategy? strategy) => strategy switch
    {
        RerollStrategy.AnatomyAnchor => WithSentence(
            prompt,
            "Every person has one head with one face of their own, two arms, two legs and five fingers on each hand;"
            + " no two people merge."),
        RerollStrategy.RefPruneAndAnchor => WithSentence(
            prompt, "Each person's face, hair and build are exactly those of the identity references."),
        _ => prompt,
    };

    private static string WithSentence(string prompt, string sentence) => prompt.TrimEnd() switch
    {
        "" => sentence,
        [.., '.' or '!' or '?'] ended => $"{ended} {sentence}",
        var open => $"{open}. {sentence}",
    };

    private static long SeedOf(Guid takeId)
    {
        Span<byte> bytes = stackalloc byte[16];
        takeId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt32BigEndian(bytes) & int.MaxValue;
    }
}
