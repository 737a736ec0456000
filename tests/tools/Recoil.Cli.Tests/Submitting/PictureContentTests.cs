using System.Diagnostics;
using Recoil.Cli.Submitting;
using Recoil.Media;
using Recoil.Runs.Testing;

namespace Recoil.Cli.Tests.Submitting;

[Needs(Need.Ffmpeg)]
public sealed class PictureContentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PictureContent _content = new(new Ffmpeg(new MediaTools()));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("series_%02d.png")]
    public async Task A_picture_that_can_be_decoded_is_good(string name)
    {
        var path = await PictureAsync(name);

        (await _content.MistakeAsync(path, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.png", 60)]
    [InlineData("a.jpg", 200)]
    [InlineData("a.webp", 20)]
    public async Task The_beginning_of_a_picture_is_none(string name, int bytes)
    {
        var path = await PictureAsync(name);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..bytes]);

        (await _content.MistakeAsync(path, CancellationToken.None)).ShouldBe("cannot be decoded. Save it again as PNG, JPEG or WebP.");
    }

    [Fact]
    public async Task An_animated_webp_is_none()
    {
        var path = _folder["moving.webp"];
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=64x36:rate=5:duration=1", "-c:v", "libwebp_anim", path);

        (await _content.MistakeAsync(path, CancellationToken.None)).ShouldBe("is an animated WebP. Use a still picture.");
    }

    private async Task<string> PictureAsync(string name)
    {
        var path = _folder[name];
        await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=64x36", "-frames:v", "1", "-f", name.EndsWith(".webp", StringComparison.Ordinal) ? "webp" : "image2", "-update", "1", path);
        return path;
    }

    private static async Task FfmpegAsync(params string[] arguments)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo(new MediaTools().Ffmpeg, ["-v", "error", "-y", .. arguments]))!;
        await ffmpeg.WaitForExitAsync();
        ffmpeg.ExitCode.ShouldBe(0);
    }
}
