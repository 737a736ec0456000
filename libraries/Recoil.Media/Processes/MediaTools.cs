namespace Recoil.Media;

/// <summary>Where the programs and the font are that pictures are made with. Looked up when first needed.</summary>
public sealed class MediaTools
{
    private const string Install = "install it with: apt-get install ffmpeg fonts-dejavu-core";

    private static readonly string[] s_fontFolders =
    [
        "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF",
        "/usr/local/share/fonts", "/opt/homebrew/share/fonts", "/Library/Fonts", @"C:\Windows\Fonts",
    ];

    private static readonly string[] s_fontFiles = ["DejaVuSans.ttf", "DejaVuSansCondensed.ttf", "Arial.ttf", "arial.ttf"];

    private readonly Func<string, string?> _environment;
    private readonly Lazy<string> _ffmpeg;
    private readonly Lazy<string> _ffprobe;
    private readonly Lazy<string> _font;

    /// <param name="environment">
    /// Reads a setting: <c>RECOIL_FFMPEG</c>, <c>RECOIL_FFPROBE</c> and <c>RECOIL_FONT</c> are paths that go before the usual places;
    /// the process's environment when null.
    /// </param>
    public MediaTools(Func<string, string?>? environment = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
        // A tool that was missing may be installed while the service runs, so a failed look-up is not kept.
        _ffmpeg = new(() => Program("RECOIL_FFMPEG", "ffmpeg"), LazyThreadSafetyMode.PublicationOnly);
        _ffprobe = new(() => Program("RECOIL_FFPROBE", "ffprobe"), LazyThreadSafetyMode.PublicationOnly);
        _font = new(FindFont, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <exception cref="MediaToolMissingException">It is not installed.</exception>
    public string Ffmpeg => _ffmpeg.Value;

    /// <exception cref="MediaToolMissingException">It is not installed.</exception>
    public string Ffprobe => _ffprobe.Value;

    /// <summary>A TrueType font for captions.</summary>
    /// <exception cref="MediaToolMissingException">None is installed.</exception>
    public string Font => _font.Value;

    private string Program(string setting, string name)
    {
        if (_environment(setting) is { Length: > 0 } set)
            return File.Exists(set) ? set : throw new MediaToolMissingException($"{setting} names {set}, which does not exist; correct it, or {Install}");

        // A setting for ffmpeg alone is enough where ffprobe lies beside it.
        var beside = _environment("RECOIL_FFMPEG") is { Length: > 0 } ffmpeg ? Path.GetDirectoryName(Path.GetFullPath(ffmpeg)) : null;
        var path = _environment("PATH") ?? "";
        IEnumerable<string> folders =
            [.. beside is null ? [] : new[] { beside }, .. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
        var file = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new MediaToolMissingException($"{name} was not found on the PATH; {Install} (or set {setting})");
    }

    private string FindFont()
    {
        if (_environment("RECOIL_FONT") is { Length: > 0 } set)
            return File.Exists(set) ? set : throw new MediaToolMissingException($"RECOIL_FONT names {set}, which does not exist; correct it, or {Install}");

        return s_fontFolders.SelectMany(folder => s_fontFiles.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists)
            ?? throw new MediaToolMissingException($"no font for captions was found; {Install} (or set RECOIL_FONT)");
    }
}
