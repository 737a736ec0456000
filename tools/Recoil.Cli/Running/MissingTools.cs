using Recoil.Media;

namespace Recoil.Cli.Running;

/// <summary>Looks for the programs that a run needs before anything is spent.</summary>
internal static class MissingTools
{
    /// <summary>What is missing, one line each with what to do.</summary>
    public static IReadOnlyList<string> Of(MediaTools tools)
    {
        var missing = new List<string>();
        foreach (var tool in new Func<string>[] { () => tools.Ffmpeg, () => tools.Ffprobe, () => tools.Font })
        {
            try
            {
                tool();
            }
            catch (MediaToolMissingException exception)
            {
                missing.Add(exception.Message);
            }
        }

        return missing;
    }
}
