using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Telemetry;

/// <summary>What is sent to a collector, by OpenTelemetry's own environment variables: nothing where they say nothing.</summary>
/// <param name="Traces">Whether spans are.</param>
/// <param name="Metrics">Whether measurements are.</param>
/// <param name="Logs">Whether log records are.</param>
internal sealed record TelemetrySettings(bool Traces, bool Metrics, bool Logs)
{
    private const string Otlp = "otlp";
    private const string None = "none";

    /// <summary>Whether there is anything to do at all.</summary>
    public bool Any => Traces || Metrics || Logs;

    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="InvalidSettingException">A variable asks for what this program cannot do.</exception>
    public static TelemetrySettings Read(Func<string, string?> environment)
    {
        if (string.Equals(environment("OTEL_SDK_DISABLED")?.Trim(), "true", StringComparison.OrdinalIgnoreCase))
            return new TelemetrySettings(Traces: false, Metrics: false, Logs: false);

        return new TelemetrySettings(Sends("TRACES"), Sends("METRICS"), Sends("LOGS"));

        bool Sends(string signal)
        {
            var exporter = $"OTEL_{signal}_EXPORTER";
            return environment(exporter)?.Trim() switch
            {
                null or "" => Has("OTEL_EXPORTER_OTLP_ENDPOINT") || Has($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"),
                Otlp => true,
                None => false,
                var other => throw new InvalidSettingException($"{exporter} is \"{other}\". This program knows {Otlp} and {None}."),
            };
        }

        bool Has(string name) => !string.IsNullOrWhiteSpace(environment(name));
    }
}
