using System.Collections.Concurrent;
using Recoil.Generator.Providers;
using Recoil.Generator.Providers.Rehearsal;
using Recoil.Media;

namespace Recoil.Providers.Emulators.Takes;

/// <summary>Makes small pictures of coloured waves, and clips in which they drift: quick, and another one for every seed.</summary>
public sealed class PlainPictures : IPictureSource
{
    private readonly Ffmpeg _ffmpeg = new(new MediaTools());
    private readonly ConcurrentDictionary<(string Ratio, decimal Seconds), Lazy<Task<byte[]>>> _clips = new();

    public async Task<byte[]> MakeAsync(EmulatedOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Seconds is not { } seconds)
            return Still.Of(new Guid((int)order.Seed, 0, 0, new byte[8]), FrameSize.Of(order.AspectRatio, draft: true));
        return await _clips.GetOrAdd((order.AspectRatio, seconds), clip => new Lazy<Task<byte[]>>(() => ClipAsync(clip.Ratio, clip.Seconds))).Value.WaitAsync(cancellationToken);
    }

    private async Task<byte[]> ClipAsync(string ratio, decimal seconds)
    {
        var size = FrameSize.Of(ratio, draft: true);
        var file = Path.Combine(Path.GetTempPath(), $"recoil-emulator-{Guid.NewGuid():N}.mp4");
        try
        {
            var frames = Enumerable.Range(0, Math.Max(2, (int)(seconds * 6))).Select(n => Waves(size, n));
            await _ffmpeg.WriteMp4Async(frames, size.Width, size.Height, 6, file, null, CancellationToken.None);
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Picture Waves(FrameSize size, int number)
    {
        var picture = new Picture(size.Width, size.Height);
        for (int y = 0, i = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++, i += 3)
            {
                picture.Rgb[i] = (byte)(128 + (100 * Math.Sin(((9.0 * x) / size.Width) + (number * 0.4))));
                picture.Rgb[i + 1] = (byte)(128 + (100 * Math.Sin(((5.0 * y) / size.Height) + (number * 0.3))));
                picture.Rgb[i + 2] = (byte)(128 + (100 * Math.Sin(((7.0 * (x + y)) / size.Width) - (number * 0.2))));
            }
        }

        return picture;
    }
}
