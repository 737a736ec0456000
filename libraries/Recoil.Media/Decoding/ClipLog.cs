using System.Globalization;

namespace Recoil.Media.Decoding;

/// <summary>What ffmpeg tells of a clip while it decodes it: when each frame is shown, its size and colours, and damage.</summary>
internal sealed class ClipLog(MediaLimits limits)
{
    private const int FaultsKept = 5;

    private readonly List<double> _times = [];
    private readonly List<string> _faults = [];

    /// <summary>When each frame is shown, in seconds by the clip's own clock.</summary>
    public IReadOnlyList<double> Times => _times;

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Width of the first frame, turned as it is shown, with square pixels.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    public bool HasSound { get; private set; }

    /// <summary>How the first frame codes brightness, such as <c>bt709</c> or <c>smpte2084</c>.</summary>
    public string Transfer { get; private set; } = "";

    /// <summary>Takes a line in.</summary>
    /// <exception cref="InvalidDataException">It tells of more than the limits allow.</exception>
    public void Add(string line)
    {
        if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal) || line.Contains("[panic]", StringComparison.Ordinal))
        {
            if (_faults.Count < FaultsKept)
                _faults.Add(line[(line.LastIndexOf("] ", StringComparison.Ordinal) + 2)..].Trim());
        }
        else if (line.StartsWith("[Parsed_showinfo", StringComparison.Ordinal))
        {
            AddFrame(line);
        }
        else if (line.StartsWith("[info]   Duration: ", StringComparison.Ordinal))
        {
            if (TimeSpan.TryParse(line["[info]   Duration: ".Length..].Split(',')[0], CultureInfo.InvariantCulture, out var length) && length > limits.ClipLength)
                throw new InvalidDataException($"is {length:g} long, more than {limits.ClipLength:g}");
        }
        else if (line.StartsWith("[info]   Stream #0:", StringComparison.Ordinal) && line.Contains(": Audio: ", StringComparison.Ordinal))
        {
            HasSound = true;
        }
    }

    private void AddFrame(string line)
    {
        if (Value(line, "] n:") is not null && Value(line, " pts_time:") is { } time)
        {
            // A frame without a time follows the one before it at once.
            _times.Add(double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
                ? seconds
                : _times.Count > 0 ? _times[^1] : 0);
            if (Width == 0 && Value(line, " s:") is { } size && Value(line, " sar:") is { } pixels)
                SetSize(size, pixels);
        }
        else if (Transfer.Length == 0 && Value(line, " color_trc:") is { } transfer)
        {
            Transfer = transfer;
        }
    }

    private void SetSize(string size, string pixels)
    {
        var (sides, shape) = (Numbers(size, 'x'), Numbers(pixels, '/'));
        if (sides is not [> 0, > 0])
            return;
        var wide = shape is [> 0, > 0] ? (double)shape[0] / shape[1] : 1;
        (Width, Height) = ((int)Math.Clamp(Math.Round(sides[0] * wide), 1, int.MaxValue), sides[1]);
    }

    private static int[] Numbers(string text, char separator) =>
        [.. text.Split(separator).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    private static string? Value(string line, string name)
    {
        var at = line.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = line.AsSpan(at + name.Length).TrimStart();
        var end = rest.IndexOf(' ');
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}
