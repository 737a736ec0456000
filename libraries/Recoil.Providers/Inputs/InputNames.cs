namespace Recoil.Providers.Inputs;

/// <summary>How the fields of a model's input are called, where its profile does not say it; empty for one that models mostly have not.</summary>
internal sealed record InputNames
{
    public string Prompt { get; init; } = "prompt";
    public string AspectRatio { get; init; } = "aspect_ratio";
    public string Duration { get; init; } = "duration";
    public string Seed { get; init; } = "seed";
    public required string References { get; init; }
    public required string FirstFrame { get; init; }
    public string LastFrame { get; init; } = "";
}
