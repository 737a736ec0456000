using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Recoil.Local.Processes;

/// <summary>A service that runs, or ran, as a local process.</summary>
/// <param name="Service">The service, see <see cref="ServiceName"/>.</param>
/// <param name="Number">Counted from 1 among processes of the same service.</param>
/// <param name="Pid">The process id.</param>
/// <param name="Url">The base address of its health endpoints.</param>
/// <param name="Log">The path of its log.</param>
public sealed record ServiceProcess(string Service, int Number, int Pid, string Url, string Log)
{
    // A service reports an unreachable store after five seconds.
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The name for users, such as <c>generator 2</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{ShortName} {Number}");

    public bool IsRunning => Signal.Runs(Pid, Service);

    private string ShortName => Service switch
    {
        ServiceName.ReviewQueue => "review-queue",
        _ => Service[(Service.LastIndexOf('.') + 1)..].ToLowerInvariant(),
    };

    /// <summary>Starts a service.</summary>
    /// <param name="service">The service, see <see cref="ServiceName"/>.</param>
    /// <param name="number">Counted from 1 among processes of the same service.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    /// <param name="logFolder">The folder for its log.</param>
    /// <param name="port">Where it listens; null for any free port.</param>
    /// <exception cref="CannotStartLocallyException">The service's executable is missing.</exception>
    public static ServiceProcess Start(string service, int number, IReadOnlyDictionary<string, string> settings, string logFolder, int? port = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, $"{service}.dll");
        if (!File.Exists(program))
            throw new CannotStartLocallyException($"{program} is missing. Build the solution first.");

        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port ?? FreePort.Take(1)[0]}");
        var log = Path.Combine(logFolder, string.Create(CultureInfo.InvariantCulture, $"{service}-{number}.log"));
        var environment = new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = url };
        using var process = DetachedProcess.Start("dotnet", [program], environment, log);
        return new ServiceProcess(service, number, process.Id, url, log);
    }

    /// <summary>Reads the service's health; never throws for an unreachable service.</summary>
    public async Task<ServiceHealth> HealthAsync(CancellationToken cancellationToken)
    {
        if (!IsRunning)
            return new ServiceHealth("Exited", new Dictionary<string, CheckHealth>(StringComparer.Ordinal));
        try
        {
            using var response = await s_http.GetAsync($"{Url}/health/ready", cancellationToken);
            return await response.Content.ReadFromJsonAsync<ServiceHealth>(cancellationToken) ?? ServiceHealth.Unreachable;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException || (unreachable is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return ServiceHealth.Unreachable;
        }
    }

    /// <summary>Waits until it is ready.</summary>
    /// <returns>The last health: ready, or the state when the limit passed or the process exited.</returns>
    public async Task<ServiceHealth> WaitUntilReadyAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var health = await HealthAsync(cancellationToken);
            if (health.IsReady || !IsRunning || Stopwatch.GetElapsedTime(begun) > limit)
                return health;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    /// <summary>Sends SIGTERM, and SIGKILL after the limit.</summary>
    /// <returns>Whether the process stopped within the limit.</returns>
    public async Task<bool> StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        // The process id may belong to another program by now.
        if (!IsRunning)
            return true;
        Signal.Terminate(Pid);
        var begun = Stopwatch.GetTimestamp();
        while (IsRunning)
        {
            if (Stopwatch.GetElapsedTime(begun) > limit)
            {
                Signal.Kill(Pid);
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return true;
    }
}
