using System.Text.Json.Nodes;
using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.Judges;

/// <summary>What an emulated judge was asked.</summary>
/// <param name="Model">The model.</param>
/// <param name="System">The instructions.</param>
/// <param name="Texts">The words beside the pictures.</param>
/// <param name="Pictures">The pictures' and clips' bytes.</param>
/// <param name="Schema">What the answer is bound to; null where the question has none.</param>
internal sealed record JudgeQuestion(string Model, string System, IReadOnlyList<string> Texts, IReadOnlyList<byte[]> Pictures, JsonNode? Schema)
{
    private const int TokensOfPicture = 258;

    /// <summary>Words count four letters a token, as a rule of thumb.</summary>
    public int TextTokens => (System.Length + Texts.Sum(text => text.Length)) / 4;

    public int PictureTokens => Pictures.Count * TokensOfPicture;

    public EmulatedOrder Order => new() { Model = Model, Prompt = Directive.Clean(string.Join('\n', Texts)) };

    /// <summary>What a service says of something that it cannot look at; null when it can look at everything.</summary>
    public string? Mistake => Pictures.Any(bytes => !IsMedia(bytes)) ? "Could not process image" : null;

    private static bool IsMedia(ReadOnlySpan<byte> bytes) =>
        bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..]
        || (bytes.Length > 12 && (bytes[8..].StartsWith("WEBP"u8) || bytes[4..].StartsWith("ftyp"u8)));
}
