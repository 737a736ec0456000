using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Tests;

[Needs(Need.Ffmpeg)]
public sealed class When_the_critic_looks : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Ffmpeg _ffmpeg = new(new MediaTools());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_take_waits_for_people()
    {
        var verdict = await JudgeAsync(TakeToJudge.At(File("gone.png")));

        verdict.FinalState.ShouldBe("pending_qc");
        verdict.Success.ShouldBe(false);
        verdict.Gate!.Passed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/nowhere/ffmpeg")]
    [InlineData(null)]
    public async Task Missing_or_dying_tools_are_no_judgement_of_the_take(string? tool)
    {
        await _ffmpeg.WriteMp4Async(Enumerable.Repeat(Painted((x, y) => x * y), 12), 96, 96, 12, File("clip.mp4"), filter: null, CancellationToken.None);
        var dying = File("ffmpeg");
        await System.IO.File.WriteAllTextAsync(dying, "#!/bin/sh\nkill -9 $$\n");
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(dying, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var broken = new Ffmpeg(new MediaTools(name => name == "RECOIL_FFMPEG" ? tool ?? dying : name == "RECOIL_FFPROBE" ? null : Environment.GetEnvironmentVariable(name)));

        var verdict = await JudgeAsync(TakeToJudge.At(File("clip.mp4")) with { Operation = Operation.VideoI2v }, broken);

        verdict.FinalState.ShouldBe("pending_qc");
        verdict.Findings.ShouldBeEmpty();
        verdict.Gate!.Passed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_reference_is_reported_and_not_ignored()
    {
        await PaintAsync("take.png", (x, y) => (x * 5) ^ (y * 3));
        var take = TakeToJudge.At(File("take.png")) with { References = [File("ref.png")], SceneRefPath = File("scene.png"), IdentityRefs = [File("ref.png")] };

        var verdict = await JudgeAsync(take);

        foreach (var check in (string[])["ref_bleed", "lighting_mismatch", "identity_drift"])
            verdict.Findings.Single(f => f.Check == check).Severity.ShouldBe(Severity.NotEvaluated);
    }

    [Fact]
    public async Task A_take_and_its_references_are_found_among_the_artifacts()
    {
        await PaintAsync("take.png", (x, y) => (x * 5) ^ (y * 3));
        await using var picture = System.IO.File.OpenRead(File("take.png"));
        var store = ArtifactRegistration.Open(new ArtifactOptions { Folder = _folder.Path }, TimeProvider.System);
        var reference = ArtifactReference.Of(await store.PutAsync(picture, ".png", null, default), "mara").ToString();
        System.IO.File.Delete(File("take.png"));

        var verdict = await JudgeAsync(TakeToJudge.At(reference) with { References = [reference] });

        verdict.Findings.ShouldContain(finding => finding.Check == "ref_bleed" && finding.Severity == Severity.Hard);
    }

    [Fact]
    public async Task A_file_that_messages_must_not_name_is_not_looked_at()
    {
        var verdict = await JudgeAsync(TakeToJudge.At("/etc/hostname"));

        verdict.FinalState.ShouldBe("pending_qc");
        verdict.Error!.ShouldContain("/etc/hostname is outside the folders that messages may name");
    }

    [Fact]
    public async Task What_no_check_can_judge_is_not_evaluated()
    {
        await PaintAsync("take.png", (x, y) => (x * 5) ^ (y * 3));

        var verdict = await JudgeAsync(TakeToJudge.At(File("take.png")));

        verdict.Findings.Where(f => f.Severity == Severity.NotEvaluated).Select(f => f.FailureMode).ShouldBe(
        [
            FailureMode.AnatomyFaceMerge, FailureMode.AnatomyLimbMiscount, FailureMode.WardrobeMismatch, FailureMode.BackgroundContamination,
            FailureMode.CoverageGeometryBroken,
        ]);
    }

    [Fact]
    public async Task A_still_clip_of_a_locked_off_shot_is_good()
    {
        var picture = Painted((x, y) => (x * 5) ^ (y * 3));
        await _ffmpeg.WriteMp4Async(Enumerable.Repeat(picture, 12), 96, 96, 12, File("clip.mp4"), filter: null, CancellationToken.None);
        var clip = TakeToJudge.At(File("clip.mp4")) with { Operation = Operation.VideoI2v };

        (await JudgeAsync(clip)).Gate!.HardFailures.ShouldBe(["motion_failure"]);
        (await JudgeAsync(clip with { LockedOff = true })).Gate!.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_clips_start_frame_is_no_reference_it_could_be_a_copy_of()
    {
        await PaintAsync("start.png", (x, y) => (x * 5) ^ (y * 3));
        var picture = Painted((x, y) => (x * 5) ^ (y * 3));
        await _ffmpeg.WriteMp4Async(Enumerable.Repeat(picture, 6), 96, 96, 12, File("clip.mp4"), filter: null, CancellationToken.None);
        var clip = TakeToJudge.At(File("clip.mp4")) with { Operation = Operation.VideoI2v, LockedOff = true, References = [File("start.png")] };

        (await JudgeAsync(clip)).Gate!.HardFailures.ShouldBe(["ref_bleed"]);
        (await JudgeAsync(clip with { StartFrame = File("start.png") })).Gate!.Passed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.85, false)]
    [InlineData(0.85, true)]
    public async Task A_part_of_a_reference_is_a_copy(double share, bool mirrored)
    {
        var reference = Painted((x, y) => (int)(127 + (60 * Math.Sin(x / 9.0)) + (60 * Math.Cos((x + (2 * y)) / 13.0))));
        await _ffmpeg.WritePngAsync(reference, File("ref.png"), filter: null, CancellationToken.None);
        var part = reference.Middle(share).Resize(96, 96);
        await _ffmpeg.WritePngAsync(mirrored ? part.Mirror() : part, File("take.png"), filter: null, CancellationToken.None);

        var verdict = await JudgeAsync(TakeToJudge.At(File("take.png")) with { References = [File("ref.png")] });

        verdict.Gate!.DominantFailureMode.ShouldBe(FailureMode.RefBleed);
    }

    private string File(string name) => _folder[name];

    private Task PaintAsync(string name, Func<int, int, int> shade) =>
        _ffmpeg.WritePngAsync(Painted(shade), File(name), filter: null, CancellationToken.None);

    private static Picture Painted(Func<int, int, int> shade)
    {
        var picture = new Picture(96, 96);
        for (var y = 0; y < 96; y++)
        {
            for (var x = 0; x < 96; x++)
                picture.Rgb.AsSpan(((y * 96) + x) * 3, 3).Fill((byte)shade(x, y));
        }

        return picture;
    }

    private Task<CriticVerdict> JudgeAsync(CritiqueTake take, Ffmpeg? ffmpeg = null) =>
        new TakeCritic(ffmpeg ?? _ffmpeg, Artifacts.Files(_folder), new CriticOptions(), NullLogger<TakeCritic>.Instance).JudgeAsync(take, CancellationToken.None);
}
