using System.Text;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>The strip under a storyboard frame: which shot and take it is, who is in it, what the text says.</summary>
internal sealed class CaptionStrip : IDisposable
{
    private const int Padding = 12;
    private const int TextSize = 13;
    private static readonly (byte R, byte G, byte B) s_rule = (0x3a, 0x3c, 0x42);
    private static readonly (byte R, byte G, byte B) s_ground = (0x15, 0x16, 0x1a);
    private readonly int _top;
    private readonly IReadOnlyList<Picture> _insets;
    private readonly string[] _files;

    private CaptionStrip(int top, IReadOnlyList<Picture> insets, string[] files, string filter)
    {
        _top = top;
        _insets = insets;
        _files = files;
        Filter = filter;
    }

    /// <summary>The ffmpeg filter that writes the text.</summary>
    public string Filter { get; }

    /// <summary>How high the strip is.</summary>
    public static int HeightOf(FrameSize size) => Math.Clamp((int)(size.Height * 0.17), 66, 110);

    public static async Task<CaptionStrip> PrepareAsync(Ffmpeg ffmpeg, GenerateTake take, FrameSize size, string workFile, CancellationToken cancellationToken)
    {
        var height = HeightOf(size);
        var top = size.Height - height;
        var insets = new List<Picture>();
        var side = height - (2 * Padding);
        foreach (var reference in take.IdentityRefs.Where(File.Exists).Distinct(StringComparer.Ordinal).Take(2))
            insets.Add((await ffmpeg.DecodeWithinAsync(reference, 240, cancellationToken)).Cover(side * 3 / 4, side));

        var width = size.Width - (2 * Padding) - insets.Sum(inset => inset.Width + 6);
        var lines = (height - 34) / (TextSize + 4);
        string[] files = [workFile + ".slate.txt", workFile + ".text.txt"];
        await WriteAsync(files[0], Caption.Wrap($"{take.ShotId}  ·  {take.Attempt}.{take.Take}", width, TextSize, 1), cancellationToken);
        await WriteAsync(files[1], Caption.Wrap(take.Prompt, width, TextSize, lines), cancellationToken);
        return new CaptionStrip(top, insets, files, Caption.Filter(ffmpeg.Tools.Font,
        [
            new Caption(files[0], Padding, top + 10, TextSize, "f2b84b"),
            new Caption(files[1], Padding, top + 31, TextSize, "e9e6dd"),
        ]));
    }

    /// <summary>Lays the strip over the picture's lower edge.</summary>
    public void Draw(Picture picture)
    {
        for (var y = _top; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                Set(picture, x, y, y == _top ? s_rule : s_ground);
        }

        var left = picture.Width - Padding;
        foreach (var inset in _insets.Reverse())
        {
            left -= inset.Width;
            for (var y = 0; y < inset.Height; y++)
                Array.Copy(inset.Rgb, y * inset.Width * 3, picture.Rgb, (((_top + Padding + y) * picture.Width) + left) * 3, inset.Width * 3);
            left -= 6;
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            File.Delete(file);
    }

    private static void Set(Picture picture, int x, int y, (byte R, byte G, byte B) colour)
    {
        var i = ((y * picture.Width) + x) * 3;
        (picture.Rgb[i], picture.Rgb[i + 1], picture.Rgb[i + 2]) = colour;
    }

    private static Task WriteAsync(string file, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
}
