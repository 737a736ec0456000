using Recoil.Cli.Commands;
using Recoil.Media;

namespace Recoil.Cli.Submitting;

/// <summary>Looks whether a picture or clip can be decoded as later the generator, the critic and the reports decode it.</summary>
internal sealed class PictureContent(Ffmpeg ffmpeg)
{
    private const string Animated = "is an animated WebP. Use a still picture.";
    private const int LongestSide = 16;
    private const int StartOfWebP = 64;

    /// <summary>What is wrong with a file's content and what to do; null when it can be decoded.</summary>
    /// <exception cref="CommandFailedException">ffmpeg is missing or cannot work on this machine.</exception>
    public async Task<string?> MistakeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await ffmpeg.DecodeWithinAsync(path, LongestSide, cancellationToken);
            // Its first picture can be decoded here, but not by every provider.
            return await IsAnimatedWebPAsync(path, cancellationToken) ? Animated : null;
        }
        catch (MediaToolFailedException e) when (e.IsLocalFailure)
        {
            throw new CommandFailedException($"{path} cannot be checked: {e.Message}", e);
        }
        catch (MediaToolMissingException e)
        {
            throw new CommandFailedException(e.Message, e);
        }
        catch (Exception e) when (e is MediaToolFailedException or InvalidDataException)
        {
            return await IsAnimatedWebPAsync(path, cancellationToken) ? Animated : "cannot be decoded. Save it again as PNG, JPEG or WebP.";
        }
    }

    private static async Task<bool> IsAnimatedWebPAsync(string path, CancellationToken cancellationToken)
    {
        var start = new byte[StartOfWebP];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        var count = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return start.AsSpan(0, count).IndexOf("ANIM"u8) >= 0;
    }
}
