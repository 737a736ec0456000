using Recoil.Media.Decoding;
using SkiaSharp;

namespace Recoil.Media;

/// <summary>Many pictures on one sheet, a label under each.</summary>
public static class ContactSheet
{
    private const int Gap = 12;
    private const int LabelHeight = 26;
    private const int LabelSize = 13;
    private const int Baseline = 18;
    private static readonly SKColor s_paper = new(0x17, 0x17, 0x17), s_place = new(0x10, 0x10, 0x10), s_ink = new(0xE8, 0xE4, 0xDA);

    /// <summary>The sheet as PNG.</summary>
    /// <param name="font">Path of a TrueType font.</param>
    /// <param name="items">What to show, in reading order; at least one.</param>
    /// <param name="columns">Cells in a row, at least 1.</param>
    /// <param name="cell">Width and height of a picture's place in pixels.</param>
    public static byte[] Png(string font, IReadOnlyList<ContactSheetItem> items, int columns, (int Width, int Height) cell)
    {
        if (items.Count == 0)
            throw new ArgumentException("A contact sheet of nothing cannot be drawn.", nameof(items));
        columns = Math.Clamp(columns, 1, items.Count);
        var rows = (items.Count + columns - 1) / columns;
        using var sheet = new SKBitmap(new SKImageInfo(
            (columns * (cell.Width + Gap)) + Gap, (rows * (cell.Height + LabelHeight + Gap)) + Gap, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(sheet);
        using var face = SKTypeface.FromFile(font) ?? throw new MediaToolMissingException($"{font} is no font.");
        using var letters = new SKFont(face, LabelSize);
        using var ink = new SKPaint { Color = s_ink, IsAntialias = true };
        canvas.Clear(s_paper);
        for (var i = 0; i < items.Count; i++)
        {
            var left = Gap + (i % columns * (cell.Width + Gap));
            var top = Gap + (i / columns * (cell.Height + LabelHeight + Gap));
            if (items[i].Picture is { } file && StillDecoder.Decode(file, Math.Max(cell.Width, cell.Height), MediaLimits.Default) is { } still)
                Draw(canvas, still.Picture, left, top, cell);
            canvas.DrawText(Caption.Wrap(items[i].Label, cell.Width, LabelSize, 1), left, top + cell.Height + Baseline, SKTextAlign.Left, letters, ink);
        }

        canvas.Flush();
        using var data = sheet.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void Draw(SKCanvas canvas, Picture picture, int left, int top, (int Width, int Height) cell)
    {
        using var place = new SKPaint { Color = s_place };
        canvas.DrawRect(left, top, cell.Width, cell.Height, place);
        var scale = Math.Min((double)cell.Width / picture.Width, (double)cell.Height / picture.Height);
        var fitted = picture.Resize(Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
        using var bitmap = PictureEncoder.Bitmap(fitted);
        canvas.DrawBitmap(bitmap, left + ((cell.Width - fitted.Width) / 2), top + ((cell.Height - fitted.Height) / 2), SKSamplingOptions.Default);
    }
}

/// <summary>One cell of a contact sheet.</summary>
/// <param name="Picture">A picture's file; null leaves the cell empty.</param>
/// <param name="Label">A short text under it.</param>
public sealed record ContactSheetItem(byte[]? Picture, string Label);
