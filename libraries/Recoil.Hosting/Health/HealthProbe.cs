using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Recoil.Hosting.Health;

/// <summary>
/// <c>health</c>, a service's argument: probes the readiness of the service that listens on this machine. For images without a
/// program for HTTP requests.
/// </summary>
internal static class HealthProbe
{
    /// <summary>The command-line argument.</summary>
    public const string Verb = "health";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <param name="name">The service's name, such as <c>budget</c>.</param>
    /// <param name="port">The port of its health on this machine, unless <c>ASPNETCORE_URLS</c> says otherwise.</param>
    /// <returns>0 when it is ready; 1 when it is not, does not answer within 5 seconds or does not run.</returns>
    public static async Task<int> RunAsync(string name, int port)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").Build();
        var address = new Uri(Reachable(settings[WebHostDefaults.ServerUrlsKey] ?? $"http://127.0.0.1:{port}"), "/health/ready");
        using var http = new HttpClient { Timeout = s_timeout };
        try
        {
            using var answer = await http.GetAsync(address);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"recoil {name}: {address} does not answer: {silent.Message}");
            return 1;
        }
    }

    /// <summary>The first address that the service listens on, as it is reached from its own machine.</summary>
    private static Uri Reachable(string urls)
    {
        var first = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0];
        return new Uri(first
            .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//[::]", "//[::1]", StringComparison.Ordinal)
            .Replace("//*", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal));
    }
}
