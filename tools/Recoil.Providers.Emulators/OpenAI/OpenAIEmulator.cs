using Recoil.Providers.Emulators.Takes;

namespace Recoil.Providers.Emulators.OpenAI;

/// <summary>OpenAI itself, with the models that it has now: pictures as base64 only, and <c>response_format</c> is refused.</summary>
public sealed class OpenAIEmulator(IPictureSource pictures, TimeProvider time) : OpenAIShapedEmulator("openai", pictures, time)
{
    protected override IReadOnlyList<string> Models { get; } = ["gpt-image-2", "gpt-image-1.5", "gpt-image-1-mini"];

    protected override IReadOnlyList<string> Fields { get; } =
        ["model", "prompt", "n", "size", "quality", "background", "moderation", "output_format", "output_compression", "input_fidelity", "user"];
}
