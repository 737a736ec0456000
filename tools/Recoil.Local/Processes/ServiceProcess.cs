using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Recoil.Local.Processes;

/// <summary>A service that runs, or ran, as a process of this machine.</summary>
/// <param name="Service">Which one, see <see cref="ServiceName"/>.</param>
/// <param name="Number">Counted from 1 among processes of the same service.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Url">Where its health is.</param>
/// <param name="Log">The file that its output goes to.</param>
public sealed record ServiceProcess(string Service, int Number, int Pid, string Url, string Log)
{
    // A service that looks for its store in vain says so after five seconds.
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>For people: <c>generator 2</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{ShortName} {Number}");

    public bool IsRunning => Signal.Runs(Pid, Service);

    private string ShortName => Service switch
    {
        ServiceName.ReviewQueue => "review-queue",
        _ => Service[(Service.LastIndexOf('.') + 1)..].ToLowerInvariant(),
    };

    /// <summary>Starts a service.</summary>
    /// <param name="service">Which one, see <see cref="ServiceName"/>.</param>
    /// <param name="number">Counted from 1 among processes of the same service.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    /// <param name="logFolder">Where its output goes.</param>
    /// <exception cref="CannotStartLocallyException">Its executable is not there.</exception>
    public static ServiceProcess Start(string service, int number, IReadOnlyDictionary<string, string> settings, string logFolder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, $"{service}.dll");
        if (!File.Exists(program))
            throw new CannotStartLocallyException($"{program} is missing. Build the solution first.");

        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take(1)[0]}");
        var log = Path.Combine(logFolder, string.Create(CultureInfo.InvariantCulture, $"{service}-{number}.log"));
        var environment = new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = url };
        using var process = Detached.Start("dotnet", [program], environment, log);
        return new ServiceProcess(service, number, process.Id, url, log);
    }

    /// <summary>Its own account of its health.</summary>
    public async Task<ServiceHealth> HealthAsync(CancellationToken cancellationToken)
    {
        if (!IsRunning)
            return new ServiceHealth("Ended", new Dictionary<string, CheckHealth>(StringComparer.Ordinal));
        try
        {
            using var response = await s_http.GetAsync($"{Url}/health/ready", cancellationToken);
            return await response.Content.ReadFromJsonAsync<ServiceHealth>(cancellationToken) ?? ServiceHealth.Silent;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException || (unreachable is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return ServiceHealth.Silent;
        }
    }

    /// <summary>Waits until it is ready.</summary>
    /// <returns>Its health at the end: ready, or what it was when the limit passed or it ended.</returns>
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

    /// <summary>Asks it to stop, and kills it when it has not within the limit.</summary>
    /// <returns>Whether it stopped by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        // Its id may be another program's by now.
        if (!IsRunning)
            return true;
        Signal.Stop(Pid);
        var begun = Stopwatch.GetTimestamp();
        while (IsRunning)
        {
            if (Stopwatch.GetElapsedTime(begun) > limit)
            {
                Signal.KillNow(Pid);
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return true;
    }
}
