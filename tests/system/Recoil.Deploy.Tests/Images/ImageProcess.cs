using System.Collections.Concurrent;
using System.Diagnostics;
using Recoil.Local.Processes;

namespace Recoil.Deploy.Tests.Images;

/// <summary>What an image starts, as a process of this machine: the same program, arguments and environment.</summary>
internal sealed class ImageProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] s_ofThisMachine = ["PATH", "DOTNET_ROOT"];
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Task _reading;

    private ImageProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => _process.Id;

    /// <summary>All that it said.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts an image.</summary>
    /// <param name="image">Which one.</param>
    /// <param name="program">The folder that is its <c>/app</c>.</param>
    /// <param name="settings">The environment that its container is given.</param>
    /// <param name="arguments">What follows the entry point.</param>
    public static ImageProcess Start(Image image, string program, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Start(image, [.. image.EntryPoint, .. arguments], program, settings);

    /// <summary>Asks for a container's health as Docker does.</summary>
    /// <returns>0 when it is ready, and what was said.</returns>
    public static async Task<(int ExitCode, string Output)> HealthAsync(Image image, string program, IReadOnlyDictionary<string, string> settings)
    {
        await using var asked = Start(image, image.HealthCheck!, program, settings);
        return (await asked.EndAsync(), asked.Output);
    }

    /// <summary>Waits until the service says that it is ready.</summary>
    public async Task ReadyAsync(string url)
    {
        await Eventually.TrueAsync(
            async () => _process.HasExited || await IsReadyAsync(url), () => $"the service to be ready. It said:\n{Output}", s_limit);
        if (_process.HasExited)
            throw new InvalidOperationException($"The service has ended. It said:\n{Output}");
    }

    /// <summary>Stops it as Docker and Kubernetes do.</summary>
    public void Terminate() => Signal.Terminate(_process.Id);

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(s_limit);
        await _process.WaitForExitAsync(limit.Token);
        await _reading.WaitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ImageProcess Start(Image image, IReadOnlyList<string> command, string program, IReadOnlyDictionary<string, string> settings)
    {
        const string Program = "/app/";
        var given = Unprivileged.Wrap(command.Select(part =>
            part.StartsWith(Program, StringComparison.Ordinal) ? Path.Combine(program, part[Program.Length..]) : part));
        var start = new ProcessStartInfo(given[0], given.Skip(1))
        {
            WorkingDirectory = program,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in s_ofThisMachine)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        foreach (var (name, value) in image.Environment.Concat(settings))
            start.Environment[name] = value;
        return new ImageProcess(Process.Start(start) ?? throw new InvalidOperationException($"{given[0]} could not be started."));
    }

    private static async Task<bool> IsReadyAsync(string url)
    {
        try
        {
            using var answer = await s_http.GetAsync($"{url}/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            _output.Enqueue(line);
    }
}
