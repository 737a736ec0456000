using Recoil.Media.Decoding;

namespace Recoil.Media.Tests;

[Needs(Need.Ffmpeg)]
public sealed class When_ffmpeg_runs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Ffmpeg _ffmpeg = new(new MediaTools());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pixels_survive_a_png()
    {
        var picture = Gradient(37, 21);
        await _ffmpeg.WritePngAsync(picture, _folder["a.png"], filter: null, CancellationToken.None);

        (await _ffmpeg.DecodeAsync(_folder["a.png"], size: null, CancellationToken.None)).Rgb.ShouldBe(picture.Rgb);
        (await _ffmpeg.DecodeWithinAsync(_folder["a.png"], 100, CancellationToken.None)).Rgb.ShouldBe(picture.Rgb);
    }

    [Theory]
    [InlineData("hero_%02d.png")]
    [InlineData("100%d/hero.png")]
    [InlineData("100%/%%.png")]
    [InlineData("%*?[a]{b}.png")]
    [InlineData("-x.png")]
    [InlineData("concat:a|b.png")]
    [InlineData("a 'b' \"c\",d;e=f.png")]
    public async Task A_name_is_only_a_name(string name)
    {
        var picture = Gradient(36, 20);
        var path = _folder[name];
        var clip = Path.ChangeExtension(path, ".mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await _ffmpeg.WritePngAsync(picture, path, filter: null, CancellationToken.None);
        await _ffmpeg.WriteMp4Async(Enumerable.Repeat(picture, 12), 36, 20, 12, clip, filter: null, CancellationToken.None);

        (await _ffmpeg.DecodeAsync(path, size: null, CancellationToken.None)).Rgb.ShouldBe(picture.Rgb);
        (await _ffmpeg.DecodeWithinAsync(path, 100, CancellationToken.None)).Rgb.ShouldBe(picture.Rgb);
        (await _ffmpeg.ThumbnailAsync(path, 18, CancellationToken.None)).ShouldNotBeEmpty();
        (await _ffmpeg.ProbeAsync(clip, CancellationToken.None)).Duration.ShouldBe(TimeSpan.FromSeconds(1));
        (await _ffmpeg.DecodeClipAsync(clip, 36, framesAtMost: 20, MediaLimits.Default, CancellationToken.None)).Frames.Count.ShouldBe(12);
        (await _ffmpeg.ThumbnailAsync(clip, 18, CancellationToken.None)).ShouldNotBeEmpty();
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_broken_file_is_the_files_fault_and_its_last_words_are_kept()
    {
        await File.WriteAllTextAsync(_folder["a.mp4"], "not a clip");

        var error = await Should.ThrowAsync<MediaToolFailedException>(_ffmpeg.DecodeWithinAsync(_folder["a.mp4"], 8, CancellationToken.None));

        error.IsLocalFailure.ShouldBeFalse();
        error.Message.ShouldContain("Invalid data found");
    }

    [Theory]
    [InlineData(139, false)]
    [InlineData(137, true)]
    public async Task A_program_that_its_input_brought_down_was_not_killed_from_outside(int exitCode, bool local)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script stands in for ffmpeg");
        await File.WriteAllTextAsync(_folder["a.mp4"], "a clip");
        await File.WriteAllTextAsync(_folder["ffmpeg"], $"#!/bin/sh\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var falling = new Ffmpeg(new MediaTools(name => name == "RECOIL_FFMPEG" ? _folder["ffmpeg"] : Environment.GetEnvironmentVariable(name)));

        var error = await Should.ThrowAsync<MediaToolFailedException>(falling.DecodeWithinAsync(_folder["a.mp4"], 8, CancellationToken.None));

        error.IsLocalFailure.ShouldBe(local);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_leaves_no_process_behind()
    {
        using var stop = new CancellationTokenSource();
        IEnumerable<Picture> Endless()
        {
            for (var n = 0; ; n++)
            {
                if (n == 3)
                    stop.Cancel();
                yield return Gradient(64, 64);
            }
        }

        await Should.ThrowAsync<OperationCanceledException>(
            _ffmpeg.WriteMp4Async(Endless(), 64, 64, 12, _folder["endless.mp4"], filter: null, stop.Token));

        System.Diagnostics.Process.GetProcessesByName("ffmpeg").ShouldAllBe(p => !CommandLineOf(p).Contains(_folder.Path));
    }

    [Fact]
    public async Task A_thumbnail_has_its_width_and_the_pictures_shape()
    {
        await _ffmpeg.WritePngAsync(Gradient(200, 100), _folder["a.png"], filter: null, CancellationToken.None);
        await _ffmpeg.WriteMp4Async(Enumerable.Repeat(Gradient(200, 100), 6), 200, 100, 12, _folder["a.mp4"], filter: null, CancellationToken.None);

        foreach (var file in (string[])["a.png", "a.mp4"])
        {
            await File.WriteAllBytesAsync(_folder["thumb.jpg"], await _ffmpeg.ThumbnailAsync(_folder[file], 80, CancellationToken.None));
            var info = await _ffmpeg.ProbeAsync(_folder["thumb.jpg"], CancellationToken.None);
            (info.Width, info.Height).ShouldBe((80, 40));
        }
    }

    [Fact]
    public async Task A_contact_sheet_has_a_place_for_each_and_leaves_those_without_a_picture_empty()
    {
        var picture = PictureEncoder.Png(Gradient(200, 100));

        var sheet = ContactSheet.Png(
            _ffmpeg.Tools.Font, [new(picture, "first: it's 100% 'fine'"), new(null, "second"), new(picture, "third")], columns: 2, (120, 90));

        await File.WriteAllBytesAsync(_folder["sheet.png"], sheet);
        var shown = await _ffmpeg.DecodeAsync(_folder["sheet.png"], size: null, CancellationToken.None);
        (shown.Width, shown.Height).ShouldBe((276, 268));
        Luma.Of(shown.Crop(12, 27, 120, 60)).StandardDeviation().ShouldBeGreaterThan(20);
        Luma.Of(shown.Crop(144, 12, 120, 90)).StandardDeviation().ShouldBe(0);
        Luma.Of(shown.Crop(144, 102, 120, 26)).StandardDeviation().ShouldBeGreaterThan(5, "its label");
        ContactSheet.Png(_ffmpeg.Tools.Font, [new(picture, "x")], columns: 1, (120, 90)).ShouldBe(ContactSheet.Png(_ffmpeg.Tools.Font, [new(picture, "x")], columns: 1, (120, 90)));
    }

    [Fact]
    public void A_missing_program_says_what_to_install() =>
        Should.Throw<MediaToolMissingException>(() => new MediaTools(name => name == "RECOIL_FONT" ? "/nowhere.ttf" : null).Font)
            .Message.ShouldContain("apt-get install ffmpeg fonts-dejavu-core");

    private static string CommandLineOf(System.Diagnostics.Process process)
    {
        var file = $"/proc/{process.Id}/cmdline";
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    private static Picture Gradient(int width, int height)
    {
        var picture = new Picture(width, height);
        for (var i = 0; i < picture.Rgb.Length; i++)
            picture.Rgb[i] = (byte)(i * 7);
        return picture;
    }
}
