using System.Text;

namespace Recoil.Media;

/// <summary>Many pictures and clips on one sheet, a label under each.</summary>
public static class ContactSheet
{
    private const int Gap = 12;
    private const int LabelHeight = 26;
    private const int LabelSize = 13;

    /// <summary>Writes the sheet as PNG.</summary>
    /// <param name="ffmpeg">Reads and writes the pictures.</param>
    /// <param name="items">What to show, in reading order; at least one. A file that cannot be shown leaves its cell empty.</param>
    /// <param name="path">The sheet, overwritten.</param>
    /// <param name="columns">Cells in a row, at least 1.</param>
    /// <param name="cell">Width and height of a picture's place in pixels.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The files that could not be shown, each with the reason.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        Ffmpeg ffmpeg, IReadOnlyList<ContactSheetItem> items, string path, int columns, (int Width, int Height) cell, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            throw new ArgumentException("A contact sheet of nothing cannot be drawn.", nameof(items));
        columns = Math.Clamp(columns, 1, items.Count);
        var rows = (items.Count + columns - 1) / columns;
        var sheet = new Picture((columns * (cell.Width + Gap)) + Gap, (rows * (cell.Height + LabelHeight + Gap)) + Gap);
        sheet.Rgb.AsSpan().Fill(0x17);

        var missing = new List<string>();
        var folder = Directory.CreateTempSubdirectory("recoil-sheet");
        try
        {
            var captions = new List<Caption>();
            for (var i = 0; i < items.Count; i++)
            {
                var left = Gap + (i % columns * (cell.Width + Gap));
                var top = Gap + (i / columns * (cell.Height + LabelHeight + Gap));
                try
                {
                    Paste(sheet, await ffmpeg.DecodeFittedAsync(items[i].Path, cell.Width, cell.Height, "0x101010", cancellationToken), left, top);
                }
                catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
                {
                    missing.Add($"{items[i].Path}: {e.Message}");
                }

                var text = Path.Combine(folder.FullName, $"{i}.txt");
                await File.WriteAllTextAsync(text, Caption.Wrap(items[i].Label, cell.Width, LabelSize, 1), new UTF8Encoding(false), cancellationToken);
                captions.Add(new Caption(text, left, top + cell.Height + 6, LabelSize, "e8e4da"));
            }

            await ffmpeg.WritePngAsync(sheet, path, Caption.Filter(ffmpeg.Tools.Font, captions), cancellationToken);
            return missing;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Paste(Picture sheet, Picture picture, int left, int top)
    {
        for (var y = 0; y < picture.Height; y++)
            Array.Copy(picture.Rgb, y * picture.Width * 3, sheet.Rgb, (((top + y) * sheet.Width) + left) * 3, picture.Width * 3);
    }
}

/// <summary>One cell of a contact sheet.</summary>
/// <param name="Path">A picture or clip.</param>
/// <param name="Label">A short text under it.</param>
public sealed record ContactSheetItem(string Path, string Label);
