using System.Globalization;
using System.Text;
using Recoil.Contracts;
using Recoil.Generator.Providers.Animatic.Drawing;
using Recoil.Media;

namespace Recoil.Generator.Providers.Animatic;

/// <summary>Draws a take as a storyboard artist would: from the shot's text, its references and nothing else.</summary>
internal sealed class AnimaticRenderer(Ffmpeg ffmpeg)
{
    private const int FramesPerSecond = 12;

    // More pixels than a take has are of no use.
    private const int LongestReference = 960;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <summary>Draws the take with this defect in its pixels.</summary>
    /// <param name="take">What was asked for.</param>
    /// <param name="defect">What is wrong on purpose.</param>
    /// <param name="workFile">Where the result goes, without an extension.</param>
    /// <param name="cancellationToken">Stops the work and kills ffmpeg.</param>
    /// <returns>The file.</returns>
    /// <exception cref="FormatException">The request cannot be drawn; the message says why.</exception>
    public async Task<string> DrawAsync(GenerateTake take, Defect defect, string workFile, CancellationToken cancellationToken)
    {
        Check(take, defect);
        var clip = take.Operation == Operation.VideoI2v;
        var file = workFile + (clip ? ".mp4" : ".png");
        if (defect == Defect.Undecodable)
        {
            await File.WriteAllBytesAsync(file, Rubbish(take), cancellationToken);
            return file;
        }

        var draft = IsDraft(take);
        var size = FrameSize.Of(take.AspectRatio, draft);
        if (defect == Defect.WrongAspect)
            size = size.Width == size.Height ? FrameSize.Of("16:9", draft) : new FrameSize(size.Height, size.Width);

        var frames = await FramesAsync(take, defect, size, cancellationToken);
        // Captions belong to the storyboard; a take that fails as a whole has none, and in a draft they would be unreadable.
        var captioned = !draft && defect is not (Defect.Blank or Defect.Grid or Defect.RefCopy or Defect.RefCopyMirrored);
        var strip = captioned ? await CaptionStrip.PrepareAsync(ffmpeg, take, size, workFile, cancellationToken) : null;
        try
        {
            if (clip)
            {
                var count = Math.Max(2, (int)Math.Round((double)(take.Duration ?? 5) * FramesPerSecond));
                var pictures = Enumerable.Range(0, count)
                    .Select(n => defect == Defect.Frozen ? 0 : (double)n / (count - 1))
                    .Select(t => Compose(frames(t)));
                await ffmpeg.WriteMp4Async(pictures, size.Width, size.Height, FramesPerSecond, file, strip?.Filter, cancellationToken);
            }
            else
                await ffmpeg.WritePngAsync(Compose(frames(0)), file, strip?.Filter, cancellationToken);
        }
        finally
        {
            strip?.Dispose();
        }

        return file;

        Picture Compose(Picture picture)
        {
            strip?.Draw(picture);
            return picture;
        }
    }

    /// <summary>Refuses what cannot be drawn, before a job is accepted.</summary>
    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public static void Check(GenerateTake take, Defect defect)
    {
        _ = FrameSize.Of(take.AspectRatio, IsDraft(take));
        var clip = take.Operation == Operation.VideoI2v;
        if (clip && take.Duration is { } seconds && (seconds <= 0 || seconds > (decimal)s_longest.TotalSeconds))
            throw new FormatException($"duration: {seconds.ToString(CultureInfo.InvariantCulture)} s is not between 0 and {s_longest.TotalSeconds} s");
        if (clip && take.StartFrame is { Length: > 0 } start && !File.Exists(start))
            throw new FormatException($"start_frame: {start} does not exist");
        if (clip && take.EndFrame is { Length: > 0 } end && !File.Exists(end))
            throw new FormatException($"end_frame: {end} does not exist");

        var missing = defect switch
        {
            Defect.Frozen when !clip => "a clip",
            Defect.WrongEndFrame when !clip || string.IsNullOrEmpty(take.EndFrame) => "a clip with an end_frame",
            Defect.WrongLight when Existing(take.SceneRefPath) is null => "a scene_ref_path that exists",
            Defect.RefCopy or Defect.RefCopyMirrored when References(take).Count == 0 => "a reference that exists",
            _ => null,
        };
        if (missing is not null)
            throw new FormatException($"provider option defects: {SnakeCase.Of(defect)} can only be planted in a shot with {missing}");
    }

    private static bool IsDraft(GenerateTake take) => take.ProviderOptions?.GetValueOrDefault("draft") switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new FormatException($"provider option draft: \"{other}\" is neither true nor false"),
    };

    private async Task<Func<double, Picture>> FramesAsync(GenerateTake take, Defect defect, FrameSize size, CancellationToken cancellationToken)
    {
        switch (defect)
        {
            case Defect.Blank:
                var shade = (byte)DiceOf(take, "blank").Between(8, 40);
                return _ => Plain(size, shade);
            case Defect.RefCopy or Defect.RefCopyMirrored:
                var source = await ReferenceAsync(References(take)[0], cancellationToken);
                var copy = source.Middle(0.985).Cover(size.Width, size.Height);
                var nearly = Nearly(defect == Defect.RefCopyMirrored ? copy.Mirror() : copy);
                return t => Zoom(nearly, 1 + (0.04 * t), 0.5);
            case Defect.Grid:
                return Grid(take, size);
        }

        var people = new List<Picture>();
        foreach (var reference in take.IdentityRefs.Where(File.Exists).Distinct(StringComparer.Ordinal).Take(2))
            people.Add(await ReferenceAsync(reference, cancellationToken));

        var scene = Existing(take.SceneRefPath) is { } path ? await ReferenceAsync(path, cancellationToken) : null;
        if (take.Operation == Operation.ImageT2i || string.IsNullOrEmpty(take.StartFrame))
        {
            var board = new Storyboard(take.Prompt, DiceOf(take, "board"), size.Width, size.Height, people);
            Func<double, Picture> drawn = board.Frame;
            if (scene is not null)
            {
                var first = drawn(0.5);
                var grade = defect == Defect.WrongLight ? LightGrade.AwayFrom(scene, first) : LightGrade.To(scene, first);
                drawn = t => grade.Apply(board.Frame(t));
            }

            return take.Operation == Operation.VideoI2v ? await EndingAsync(drawn, take, defect, size, cancellationToken) : drawn;
        }

        var start = (await ReferenceAsync(take.StartFrame, cancellationToken)).Cover(size.Width, size.Height);
        var wrong = defect == Defect.WrongLight ? LightGrade.AwayFrom(scene!, start) : null;
        var direction = DiceOf(take, "passer").Chance(0.5) ? 1 : -1;
        return await EndingAsync(
            t =>
            {
                var frame = Zoom(wrong is null ? start : wrong.Apply(start), 1 + (0.1 * t * t * (3 - (2 * t))), 0.5 + (0.4 * direction * t));
                Storyboard.PassBy(frame, t, direction);
                return frame;
            },
            take, defect, size, cancellationToken);
    }

    /// <summary>Dissolves into the end frame, so that the clip ends on it.</summary>
    private async Task<Func<double, Picture>> EndingAsync(
        Func<double, Picture> frames, GenerateTake take, Defect defect, FrameSize size, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(take.EndFrame))
            return frames;

        var end = (await ReferenceAsync(take.EndFrame, cancellationToken)).Cover(size.Width, size.Height);
        if (defect == Defect.WrongEndFrame)
            end = LightGrade.AwayFrom(end, end).Apply(new Storyboard("an empty place", DiceOf(take, "elsewhere"), size.Width, size.Height, []).Frame(0));
        return t =>
        {
            var share = Math.Clamp((t - 0.5) / 0.42, 0, 1);
            if (share <= 0)
                return frames(t);
            var last = Zoom(end, 1 + (0.05 * (1 - t)), 0.5);
            return share >= 1 ? last : Dissolve(frames(t), last, share * share * (3 - (2 * share)));
        };
    }

    private static Func<double, Picture> Grid(GenerateTake take, FrameSize size)
    {
        var dice = DiceOf(take, "grid");
        var (across, gutter, ink) = (dice.Chance(0.5) ? 2 : 3, dice.Between(0.008, 0.016), (byte)(dice.Chance(0.7) ? 250 : 6));
        var gap = Math.Max(4, (int)(gutter * Math.Min(size.Width, size.Height)));
        int width = (size.Width - ((across - 1) * gap)) / across, height = (size.Height - ((across - 1) * gap)) / across;
        // Variants of one idea, as models give them: the same text, other rolls.
        var panels = Enumerable.Range(0, across * across).Select(n => new Storyboard(take.Prompt, DiceOf(take, $"panel {n}"), width, height, [])).ToArray();
        return t =>
        {
            var sheet = Plain(size, ink);
            for (var n = 0; n < panels.Length; n++)
                Paste(sheet, panels[n].Frame(t), n % across * (width + gap), n / across * (height + gap));
            return sheet;
        };
    }

    private async Task<Picture> ReferenceAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await ffmpeg.DecodeWithinAsync(path, LongestReference, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
        {
            throw new FormatException($"reference: {path} cannot be read as a picture ({e.Message})", e);
        }
    }

    private static List<string> References(GenerateTake take) =>
        [.. take.IdentityRefs.Concat(take.ExpressionRefs ?? []).Append(take.SceneRefPath).OfType<string>().Where(File.Exists)];

    private static string? Existing(string? path) => File.Exists(path) ? path : null;

    private static Dice DiceOf(GenerateTake take, string purpose) =>
        Dice.Of(purpose, take.Prompt, take.AspectRatio, take.Seed.ToString(CultureInfo.InvariantCulture));

    private static byte[] Rubbish(GenerateTake take)
    {
        var dice = DiceOf(take, "rubbish");
        byte[] head = take.Operation == Operation.VideoI2v ? [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8] : [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];
        return [.. head, .. Enumerable.Range(0, 4096).Select(_ => (byte)dice.Below(256))];
    }

    private static Picture Plain(FrameSize size, byte shade)
    {
        var picture = new Picture(size.Width, size.Height);
        picture.Rgb.AsSpan().Fill(shade);
        return picture;
    }

    private static Picture Nearly(Picture picture)
    {
        for (var i = 0; i < picture.Rgb.Length; i++)
            picture.Rgb[i] = (byte)Math.Clamp((picture.Rgb[i] * 1.02) + 2 + ((Dice.Noise(i, 0, 5) - 0.5f) * 3), 0, 255);
        return picture;
    }

    /// <summary>Closer, with the top edge in place and this share of what is cut off cut on the left.</summary>
    private static Picture Zoom(Picture picture, double zoom, double left)
    {
        var result = new Picture(picture.Width, picture.Height);
        var shift = picture.Width * (1 - (1 / zoom)) * left;
        for (int y = 0, i = 0; y < picture.Height; y++)
        {
            var fy = Math.Min(y / zoom, picture.Height - 1.001);
            for (var x = 0; x < picture.Width; x++)
            {
                var fx = Math.Min((x / zoom) + shift, picture.Width - 1.001);
                int x0 = (int)fx, y0 = (int)fy;
                double dx = fx - x0, dy = fy - y0;
                var p = ((y0 * picture.Width) + x0) * 3;
                var q = p + (picture.Width * 3);
                for (var c = 0; c < 3; c++, i++)
                {
                    var top = picture.Rgb[p + c] + ((picture.Rgb[p + 3 + c] - picture.Rgb[p + c]) * dx);
                    var low = picture.Rgb[q + c] + ((picture.Rgb[q + 3 + c] - picture.Rgb[q + c]) * dx);
                    result.Rgb[i] = (byte)(top + ((low - top) * dy) + 0.5);
                }
            }
        }

        return result;
    }

    private static Picture Dissolve(Picture one, Picture other, double share)
    {
        for (var i = 0; i < one.Rgb.Length; i++)
            one.Rgb[i] = (byte)(one.Rgb[i] + ((other.Rgb[i] - one.Rgb[i]) * share) + 0.5);
        return one;
    }

    private static void Paste(Picture sheet, Picture picture, int left, int top)
    {
        for (var y = 0; y < picture.Height; y++)
            Array.Copy(picture.Rgb, y * picture.Width * 3, sheet.Rgb, (((top + y) * sheet.Width) + left) * 3, picture.Width * 3);
    }
}
