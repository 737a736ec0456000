using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Contracts;
using Recoil.Media;
using SkiaSharp;

namespace Recoil.Critic.Tests;

[Needs(Need.Ffmpeg)]
public sealed class When_a_take_is_not_what_it_seems : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TakeFiles _files;

    public When_a_take_is_not_what_it_seems() => _files = new TakeFiles(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, 0.4)]
    [InlineData(SKEncodedImageFormat.Jpeg, 0.85)]
    [InlineData(SKEncodedImageFormat.Png, 0.4)]
    [InlineData(SKEncodedImageFormat.Png, 0.9)]
    [InlineData(SKEncodedImageFormat.Webp, 0.6)]
    public async Task A_picture_that_was_cut_off_is_unusable(SKEncodedImageFormat format, double share)
    {
        var whole = _files.Encoded("take", TakeFiles.Photograph(320, 180), format);
        (await JudgeAsync(Picture(whole))).Gate!.Passed.ShouldBeTrue();

        (await JudgeAsync(Picture(_files.Cut(whole, share)))).Gate!.HardFailures.ShouldBe(["unusable_take"]);
    }

    [Fact]
    public async Task A_jpeg_with_rubbish_in_its_middle_is_unusable()
    {
        var file = _files.Encoded("take.jpg", TakeFiles.Photograph(640, 360), SKEncodedImageFormat.Jpeg);
        var bytes = await File.ReadAllBytesAsync(file);
        new Random(3).NextBytes(bytes.AsSpan(bytes.Length / 2, bytes.Length / 4));
        await File.WriteAllBytesAsync(file, bytes);

        (await JudgeAsync(Picture(file))).Gate!.HardFailures.ShouldBe(["unusable_take"]);
    }

    [Theory]
    [InlineData("clip.mkv", 0.5)]
    [InlineData("clip.mp4", 0.5)]
    public async Task A_clip_that_ends_halfway_is_unusable(string name, double share)
    {
        await _files.ClipAsync("whole.mp4", TakeFiles.Moving(48, 2));
        var clip = await _files.FfmpegAsync(name, "-i", "whole.mp4", "-c", "copy", "-movflags", "+faststart");
        (await JudgeAsync(Clip(clip, 2))).Gate!.Passed.ShouldBeTrue();

        (await JudgeAsync(Clip(_files.Cut(clip, share), 2))).Gate!.HardFailures.ShouldBe(["unusable_take"]);
    }

    [Fact]
    public async Task A_picture_is_judged_as_a_viewer_turns_it()
    {
        var file = _files.Oriented(_files.Encoded("take.jpg", TakeFiles.Photograph(320, 180), SKEncodedImageFormat.Jpeg), orientation: 6);

        (await JudgeAsync(Picture(file, "9:16"))).Gate!.Passed.ShouldBeTrue();
        (await JudgeAsync(Picture(file))).Gate!.HardFailures.ShouldBe(["wrong_shape"]);
    }

    [Fact]
    public async Task A_clip_is_judged_as_a_player_turns_it()
    {
        var file = _files.Turned(await _files.ClipAsync("clip.mp4", TakeFiles.Moving(24, 2)));

        (await JudgeAsync(Clip(file, 1, "9:16"))).Gate!.Passed.ShouldBeTrue();
        (await JudgeAsync(Clip(file, 1))).Gate!.HardFailures.ShouldBe(["wrong_shape"]);
    }

    [Fact]
    public async Task Pixels_that_are_not_square_count_as_they_are_shown()
    {
        var file = await _files.ClipAsync("clip.mp4", TakeFiles.Moving(24, 2, width: 144, height: 108), filter: "setsar=4/3");

        (await JudgeAsync(Clip(file, 1))).Gate!.Passed.ShouldBeTrue();
        (await JudgeAsync(Clip(file, 1, "4:3"))).Gate!.HardFailures.ShouldBe(["wrong_shape"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Animation_on_twos_and_fours_moves(int frames)
    {
        var drawn = TakeFiles.Moving(48 / frames, 1.5).SelectMany(frame => Enumerable.Repeat(frame, frames));

        (await JudgeAsync(Clip(await _files.ClipAsync("clip.mp4", drawn), 2))).Gate!.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_clip_whose_frames_come_when_they_like_moves()
    {
        await _files.ClipAsync("even.mp4", TakeFiles.Moving(48, 1.5));
        var clip = await _files.FfmpegAsync("clip.mp4", "-i", "even.mp4", "-vf", @"select=not(mod(n\,7))+not(mod(n\,5))", "-fps_mode", "vfr", "-c:v", "libx264");

        (await JudgeAsync(Clip(clip, 2))).Gate!.Passed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(-0.3)]
    public async Task A_slow_camera_moves(double pixelsAFrame) =>
        (await JudgeAsync(Clip(await _files.ClipAsync("clip.mp4", TakeFiles.Moving(48, pixelsAFrame)), 2))).Gate!.Passed.ShouldBeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    public async Task A_frozen_picture_is_frozen_under_any_grain(int strength) =>
        (await JudgeAsync(Clip(await _files.ClipAsync("clip.mp4", TakeFiles.Grain(TakeFiles.Photograph(192, 108), 48, strength)), 2)))
            .Gate!.HardFailures.ShouldBe(["motion_failure"]);

    [Fact]
    public async Task A_frozen_picture_is_frozen_though_its_exposure_pulses()
    {
        var still = TakeFiles.Photograph(192, 108);
        var pulsing = Enumerable.Range(0, 48).Select(n => new Picture(192, 108, [.. still.Rgb.Select(v => (byte)Math.Clamp(v * (1 + (0.06 * Math.Sin(n / 3.0))), 0, 255))]));

        (await JudgeAsync(Clip(await _files.ClipAsync("clip.mp4", pulsing), 2))).Gate!.HardFailures.ShouldBe(["motion_failure"]);
    }

    [Fact]
    public async Task A_cut_between_two_stills_is_no_motion()
    {
        var frames = Enumerable.Repeat(TakeFiles.Photograph(192, 108), 24).Concat(Enumerable.Repeat(TakeFiles.Photograph(192, 108, left: 4000), 24));

        (await JudgeAsync(Clip(await _files.ClipAsync("clip.mp4", frames), 2))).Gate!.HardFailures.ShouldBe(["motion_failure"]);
    }

    [Theory]
    [InlineData(6, 2, false)]
    [InlineData(1, 2, false)]
    [InlineData(1.95, 2, true)]
    public async Task A_clip_of_another_length_is_said_to_be_one(double asked, int delivered, bool passes)
    {
        var verdict = await JudgeAsync(Clip(await _files.ClipAsync("clip.mp4", TakeFiles.Moving(24 * delivered, 2)), (decimal)asked));

        verdict.Gate!.HardFailures.ShouldBe(passes ? [] : ["wrong_length"]);
    }

    [Fact]
    public async Task Sound_that_goes_on_makes_no_clip_longer()
    {
        await _files.ClipAsync("silent.mp4", TakeFiles.Moving(48, 2));
        var clip = await _files.FfmpegAsync("clip.mp4", "-i", "silent.mp4", "-f", "lavfi", "-i", "sine=duration=6", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac");

        (await JudgeAsync(Clip(clip, 2))).Gate!.Passed.ShouldBeTrue();
        (await JudgeAsync(Clip(clip, 6))).Gate!.HardFailures.ShouldBe(["wrong_length"]);
    }

    [Fact]
    public async Task What_cannot_be_seen_through_transparency_is_not_there()
    {
        var photograph = TakeFiles.Photograph(320, 180);

        (await JudgeAsync(Picture(_files.Encoded("clear.png", photograph, SKEncodedImageFormat.Png, alpha: 0)))).Gate!.HardFailures.ShouldBe(["unusable_take"]);
        (await JudgeAsync(Picture(_files.Encoded("solid.png", photograph, SKEncodedImageFormat.Png, alpha: 254)))).Gate!.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_clip_is_no_picture_and_a_picture_is_no_clip()
    {
        var clip = await _files.ClipAsync("clip.mp4", TakeFiles.Moving(24, 2));
        var animation = await _files.FfmpegAsync("take.webp", "-i", "clip.mp4", "-c:v", "libwebp_anim", "-frames:v", "3");
        var picture = _files.Encoded("take.png", TakeFiles.Photograph(320, 180), SKEncodedImageFormat.Png);

        (await JudgeAsync(Picture(clip))).Error!.ShouldContain("is a clip of 24 frames where a picture was asked for");
        (await JudgeAsync(Picture(animation))).Error!.ShouldContain("is an animation of 3 frames where a picture was asked for");
        (await JudgeAsync(Clip(picture, 1))).Error!.ShouldContain("is a picture where a clip was asked for");
    }

    [Fact]
    public async Task A_clip_for_brighter_screens_has_the_light_of_its_scene()
    {
        var photograph = TakeFiles.Photograph(192, 108);
        var frames = Enumerable.Range(0, 24).Select(n => TakeFiles.PerceptualQuantizer(TakeFiles.Photograph(192, 108, n * 2)));
        await _files.ClipAsync("coded.mp4", frames);
        var clip = await _files.FfmpegAsync(
            "clip.mp4", "-i", "coded.mp4", "-vf", "setparams=color_primaries=bt709:color_trc=smpte2084:colorspace=bt709", "-c:v", "libx264", "-crf", "10",
            "-color_trc", "smpte2084");
        var scene = _files.Encoded("scene.png", photograph, SKEncodedImageFormat.Png);

        var finding = (await JudgeAsync(Clip(clip, 1) with { SceneRefPath = scene })).Findings.Single(f => f.Check == "lighting_mismatch");

        finding.Severity.ShouldBe(Severity.Passed, finding.Evidence);
    }

    [Fact]
    public async Task A_cover_picture_is_not_the_clip()
    {
        await _files.ClipAsync("plain.mp4", TakeFiles.Moving(24, 2));
        _files.Encoded("cover.png", TakeFiles.Photograph(200, 200), SKEncodedImageFormat.Png);
        var clip = await _files.FfmpegAsync("clip.mp4", "-i", "cover.png", "-i", "plain.mp4", "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic");

        (await JudgeAsync(Clip(clip, 1))).Gate!.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_post_before_one_picture_is_no_gutter_and_panels_without_gutters_are_panels()
    {
        var scene = TakeFiles.Photograph(320, 180, detail: 0.05);
        var panels = new Picture(320, 180);
        for (var y = 0; y < 180; y++)
        {
            for (var x = 0; x < 320; x++)
                scene.Rgb.AsSpan(((y % 90 * 2 * 320) + (x % 160 * 2)) * 3, 3).CopyTo(panels.Rgb.AsSpan(((y * 320) + x) * 3));
        }

        // Wide shapes, as of a landscape, which go on behind the post.
        var window = scene.Crop(0, 0, 64, 180).Resize(320, 180);
        for (var y = 0; y < 180; y++)
            window.Rgb.AsSpan(((y * 320) + 158) * 3, 4 * 3).Fill(30);

        (await JudgeAsync(Picture(_files.Encoded("window.png", window, SKEncodedImageFormat.Png)))).Error.ShouldBeNull();
        (await JudgeAsync(Picture(_files.Encoded("panels.png", panels, SKEncodedImageFormat.Png)))).Gate!.HardFailures.ShouldBe(["grid_influence"]);
    }

    [Theory]
    [InlineData(0.1, 0.15, 0.75, false)]
    [InlineData(0.2, 0, 0.8, true)]
    [InlineData(0, 0, 1, true)]
    public async Task A_part_of_a_reference_is_a_copy_wherever_it_is_from(double left, double top, double share, bool mirrored)
    {
        var reference = TakeFiles.Photograph(640, 360);
        var part = reference.Crop((int)(640 * left), (int)(360 * top), (int)(640 * share), (int)(360 * share)).Resize(480, 270);
        var take = _files.Encoded("take.jpg", mirrored ? part.Mirror() : part, SKEncodedImageFormat.Jpeg);
        var other = _files.Encoded("other.png", TakeFiles.Photograph(360, 640, left: 9000).Transpose(), SKEncodedImageFormat.Png);

        var verdict = await JudgeAsync(Picture(take) with { References = [other, _files.Encoded("reference.png", reference, SKEncodedImageFormat.Png)] });

        verdict.Gate!.HardFailures.ShouldBe(["ref_bleed"]);
        (await JudgeAsync(Picture(take) with { References = [other] })).Gate!.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reference_with_more_around_it_is_a_copy()
    {
        var take = TakeFiles.Photograph(640, 360);
        var reference = _files.Encoded("reference.png", take.Crop(96, 54, 448, 252), SKEncodedImageFormat.Png);

        var verdict = await JudgeAsync(Picture(_files.Encoded("take.png", take, SKEncodedImageFormat.Png)) with { References = [reference] });

        verdict.Gate!.HardFailures.ShouldBe(["ref_bleed"]);
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile secret.mp4\n")]
    [InlineData("<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><Representation><BaseURL>secret.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>")]
    public async Task A_list_of_other_files_is_no_clip(string list)
    {
        await _files.ClipAsync("secret.mp4", TakeFiles.Moving(24, 2));
        foreach (var name in (string[])["clip.mp4", "clip.m3u8", "clip.ffconcat"])
        {
            await File.WriteAllTextAsync(_folder[name], list);

            (await JudgeAsync(Clip(_folder[name], 1))).Gate!.HardFailures.ShouldBe(["unusable_take"], name);
        }
    }

    [Fact]
    public async Task What_is_too_much_ends_in_a_finding()
    {
        await _files.ClipAsync("short.mp4", TakeFiles.Moving(10, 2), framesPerSecond: 1);
        var hours = await _files.FfmpegAsync("hours.mp4", "-itsscale", "3600", "-i", "short.mp4", "-c", "copy");

        (await JudgeAsync(Picture(_files.Huge("huge.png", 10_000, 10_000), "1:1"))).Error!.ShouldContain("10000x10000 pixels, more than");
        (await JudgeAsync(Clip(hours, 10))).Error!.ShouldContain("long, more than");
    }

    private static CritiqueTake Picture(string file, string shape = "16:9") => TakeToJudge.At(file) with { AspectRatio = shape };

    private static CritiqueTake Clip(string file, decimal seconds, string shape = "16:9") =>
        TakeToJudge.At(file) with { Operation = Operation.VideoI2v, Duration = seconds, AspectRatio = shape };

    private Task<CriticVerdict> JudgeAsync(CritiqueTake take) =>
        new TakeCritic(new Ffmpeg(new MediaTools()), Artifacts.Files(_folder), new CriticOptions(), NullLogger<TakeCritic>.Instance).JudgeAsync(take, CancellationToken.None);
}
