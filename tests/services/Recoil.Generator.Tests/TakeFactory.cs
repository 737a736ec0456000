using Recoil.Contracts;

namespace Recoil.Generator.Tests;

/// <summary>Commands for tests; a test changes what it is about.</summary>
internal static class TakeFactory
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static GenerateTake Picture(string prompt = "Wide shot: a lighthouse at dusk, a woman walks along the shore") => new()
    {
        CorrelationId = Guid.NewGuid(),
        TakeId = Guid.NewGuid(),
        Project = "film",
        RunId = "r1",
        ShotId = "EP1_SH01",
        Attempt = 1,
        Take = 1,
        Ordinal = 1,
        Operation = Operation.ImageT2i,
        Prompt = prompt,
        Model = "board",
        AspectRatio = "9:16",
        Seed = 42,
    };

    public static GenerateTake Clip() => Picture("Full shot: Ilse runs across the rooftop at night") with { Operation = Operation.VideoI2v, Duration = 1 };
}
