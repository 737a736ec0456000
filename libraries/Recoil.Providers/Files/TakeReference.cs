using Recoil.Contracts;

namespace Recoil.Providers.Files;

/// <summary>A picture that goes to a provider with a take.</summary>
/// <param name="Path">The local file.</param>
/// <param name="Role">What it is for, as a phrase for the model, such as <c>who must be recognised</c>.</param>
internal sealed record TakeReference(string Path, string Role)
{
    /// <summary>The references of a keyframe in the order of their weight: who, then where, then how. At most as many as the model takes.</summary>
    public static IReadOnlyList<TakeReference> Of(GenerationRequest request)
    {
        var take = request.Take;
        IEnumerable<TakeReference> all =
        [
            .. take.IdentityRefs.Select(path => new TakeReference(path, "a person, thing or style that must be recognised")),
            .. (take.ExpressionRefs ?? []).Select(path => new TakeReference(path, "the expression of the face")),
            .. take.SceneRefPath is { } scene ? [new TakeReference(scene, "the scene: its place and light")] : (TakeReference[])[],
        ];
        return [.. all.DistinctBy(reference => reference.Path, StringComparer.Ordinal).Take(request.Model.MaxReferences ?? int.MaxValue)];
    }

    /// <summary>A prompt that says what each picture is for, for models that have no field for it.</summary>
    public static string PromptOf(string prompt, IReadOnlyList<TakeReference> references) => references.Count == 0
        ? prompt
        : $"{string.Join('\n', references.Select((reference, index) => $"Picture {index + 1} shows {reference.Role}."))}\n\n{prompt}";

    /// <summary>The file's bytes and what it is.</summary>
    public async Task<(byte[] Bytes, string Mime)> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(Path, cancellationToken);
        return (bytes, MediaFile.MimeOf(MediaFile.KindOf(bytes)));
    }

    /// <summary>The file as a <c>data:</c> address.</summary>
    public async Task<string> ReadDataUriAsync(CancellationToken cancellationToken)
    {
        var (bytes, mime) = await ReadAsync(cancellationToken);
        return $"data:{mime};base64,{Convert.ToBase64String(bytes)}";
    }
}
