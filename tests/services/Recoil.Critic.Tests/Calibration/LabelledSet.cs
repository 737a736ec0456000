using Recoil.Contracts;
using Recoil.Generator.Providers.Animatic;
using Recoil.Media;

namespace Recoil.Critic.Tests.Calibration;

/// <summary>Draws takes with every defect, and good ones, for several shots.</summary>
internal sealed class LabelledSet(Ffmpeg ffmpeg, string folder, decimal clipSeconds)
{
    public static readonly IReadOnlyList<Defect> PictureDefects =
        [Defect.Blank, Defect.Undecodable, Defect.WrongAspect, Defect.Grid, Defect.RefCopy, Defect.RefCopyMirrored, Defect.WrongLight];

    public static readonly IReadOnlyList<Defect> ClipDefects =
        [Defect.Blank, Defect.Undecodable, Defect.WrongAspect, Defect.Grid, Defect.RefCopy, Defect.Frozen, Defect.WrongEndFrame, Defect.WrongLight];

    private static readonly (string Prompt, string Aspect)[] s_shots =
    [
        ("Wide shot: a lighthouse at dusk, a woman walks along the shore", "9:16"),
        ("Close-up of Mara in the kitchen, candlelight on her face", "16:9"),
        ("Neon alley in the rain, two men argue under a broken sign", "9:16"),
        ("Medium shot, a boy stands in the forest at dawn", "1:1"),
        ("Empty desert road at noon", "16:9"),
        ("Full shot: Ilse runs across the rooftop at night", "9:16"),
        ("Establishing: mountain valley in the morning, three riders", "2.39:1"),
        ("Over the shoulder: two friends talk in a bar by lamplight", "16:9"),
        ("A crowd on the pier in the fog", "4:3"),
        ("She waits", "9:16"),
        ("Portrait of the old captain, storm behind him", "4:5"),
        ("Wide: the field in summer, nobody there", "16:9"),
    ];

    private readonly AnimaticRenderer _renderer = new(ffmpeg);

    public static int Shots => s_shots.Length;

    /// <summary>All takes of one shot.</summary>
    public async Task<IReadOnlyList<LabelledTake>> OfShotAsync(int shot, bool clips)
    {
        var (prompt, aspect) = s_shots[shot];
        var person = await DrawAsync("Close-up portrait of a person", $"person{shot}", 7000 + shot, aspect: "3:4");
        var other = await DrawAsync("Close-up portrait of a person", $"other{shot}", 7500 + shot, aspect: "3:4");
        var scene = await DrawAsync(prompt, $"scene{shot}", 8000 + shot, aspect: "16:9");
        var neighbour = await DrawAsync(prompt, $"neighbour{shot}", 8500 + shot, aspect, [person], scene);

        var takes = new List<LabelledTake>();
        for (var n = 0; n < 3; n++)
            takes.Add(await TakeAsync(Defect.None, n));
        takes.Add(takes[0] with { OtherPerson = true, Command = takes[0].Command with { IdentityRefs = [other] } });
        foreach (var defect in PictureDefects)
            takes.Add(await TakeAsync(defect, 0));
        if (!clips)
            return takes;

        var end = await DrawAsync(prompt, $"end{shot}", 9000 + shot, aspect, [person], scene);
        takes.Add(await ClipAsync(Defect.None, started: true));
        takes.Add(await ClipAsync(Defect.None, started: false));
        foreach (var defect in ClipDefects)
            takes.Add(await ClipAsync(defect, started: defect is not Defect.WrongLight));
        return takes;

        async Task<LabelledTake> TakeAsync(Defect defect, int variant)
        {
            var file = await DrawAsync(prompt, $"take{shot}_{defect}_{variant}", (shot * 10) + variant, aspect, [person], scene, defect);
            return new LabelledTake(defect, false, Ask(Operation.ImageT2i, file));
        }

        async Task<LabelledTake> ClipAsync(Defect defect, bool started)
        {
            var file = await DrawAsync(prompt, $"clip{shot}_{defect}_{started}", shot, aspect, [person], scene, defect, started ? neighbour : null, end);
            return new LabelledTake(defect, false, Ask(Operation.VideoI2v, file) with { StartFrame = started ? neighbour : null, EndFrame = end, Duration = clipSeconds });
        }

        CritiqueTake Ask(Operation operation, string file) => new()
        {
            CorrelationId = Guid.NewGuid(),
            TakeId = Guid.NewGuid(),
            Project = "calibration",
            ShotId = $"S{shot}",
            Operation = operation,
            Output = file,
            References = [person, neighbour, scene],
            IdentityRefs = [person],
            SceneRefPath = scene,
            AspectRatio = aspect,
        };
    }

    private Task<string> DrawAsync(
        string prompt, string name, long seed, string aspect, string[]? people = null, string? scene = null, Defect defect = Defect.None, string? start = null, string? end = null) =>
        _renderer.DrawAsync(
            new GenerateTake
            {
                CorrelationId = Guid.NewGuid(),
                TakeId = Guid.NewGuid(),
                Project = "calibration",
                ShotId = name,
                Attempt = 1,
                Take = 1,
                Ordinal = 1,
                Operation = end is null ? Operation.ImageT2i : Operation.VideoI2v,
                Prompt = prompt,
                Model = "animatic",
                IdentityRefs = people ?? [],
                SceneRefPath = scene,
                StartFrame = start,
                EndFrame = end,
                Duration = clipSeconds,
                AspectRatio = aspect,
                Seed = seed,
            },
            defect,
            Path.Combine(folder, name),
            CancellationToken.None);
}
