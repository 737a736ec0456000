using System.Globalization;
using Recoil.Hosting.Transport;
using Recoil.Local.Processes;

namespace Recoil.Deploy.Tests.Images;

/// <summary>The five images as processes that share a folder, as containers share a volume.</summary>
internal sealed class Containers : IAsyncDisposable
{
    private readonly PublishedImages _images;
    private readonly Dictionary<string, string> _settings;
    private readonly Dictionary<Image, string> _urls = [];
    private readonly Dictionary<Image, ImageProcess> _processes = [];

    public Containers(PublishedImages images, TransportOptions broker, IReadOnlyDictionary<string, string>? store = null)
    {
        _images = images;
        Folder = Directory.CreateTempSubdirectory("recoil-volume-").FullName;

        // Whoever runs the containers may write here, and only here.
        File.SetUnixFileMode(Folder, (UnixFileMode)Convert.ToInt32("777", 8));
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Transport__Host"] = broker.Host,
            ["Transport__Port"] = broker.Port.ToString(CultureInfo.InvariantCulture),
            ["Transport__VirtualHost"] = broker.VirtualHost,
            ["Transport__Username"] = broker.Username,
            ["Transport__Password"] = broker.Password,
            ["Storage__Kind"] = "embedded",
            ["Storage__DataFolder"] = Path.Combine(Folder, "store"),
        };
        foreach (var (name, value) in store ?? new Dictionary<string, string>(StringComparer.Ordinal))
            _settings[name] = value;
    }

    public string Folder { get; }

    public ImageProcess this[Image image] => _processes[image];

    /// <summary>Starts an image, without waiting until it is ready.</summary>
    public void Start(Image image)
    {
        _urls[image] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take(1)[0]}");
        _processes[image] = ImageProcess.Start(image, _images.ProgramOf(image), SettingsOf(image));
    }

    public Task ReadyAsync(Image image) => _processes[image].ReadyAsync(_urls[image]);

    /// <summary>Asks for a container's health as Docker does.</summary>
    public Task<(int ExitCode, string Output)> HealthAsync(Image image) => ImageProcess.HealthAsync(image, _images.ProgramOf(image), SettingsOf(image));

    /// <summary>Gives a command that ends by itself.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(Image image, params string[] arguments)
    {
        await using var command = ImageProcess.Start(image, _images.ProgramOf(image), _settings, arguments);
        return (await command.EndAsync(), command.Output);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private Dictionary<string, string> SettingsOf(Image image)
    {
        var settings = new Dictionary<string, string>(_settings, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = _urls[image] };
        if (image.Target is "generator" or "critic")
            settings["Artifacts__Folder"] = Path.Combine(Folder, "takes");
        if (image.Target == "generator")
        {
            settings["Generator__WorkFolder"] = Path.Combine(Folder, "work");
            settings["Generator__JobFolder"] = Path.Combine(Folder, "animatic");
        }

        return settings;
    }
}
