using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Telemetry;
using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Filters;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Recoil.Hosting.Logging;

/// <summary>Logs of a service: one line of compact JSON per event, with the process that wrote it and the trace it belongs to.</summary>
internal static class ServiceLogging
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    /// <summary>Sources that log too much at the default level; the health endpoint reports the checks itself.</summary>
    private static readonly (string Source, LogEventLevel From)[] s_talkative =
    [
        ("Microsoft.AspNetCore", LogEventLevel.Warning),
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal),
        ("MassTransit", LogEventLevel.Warning),
    ];

    /// <summary>Makes Serilog the logger of the process. Its events also go to the registered providers, such as OpenTelemetry's.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="options">The level and the format.</param>
    /// <param name="resource">The attributes of the process, by OpenTelemetry's names.</param>
    /// <param name="writeTo">Adds the sink that writes formatted events.</param>
    public static IServiceCollection AddServiceLog(
        this IServiceCollection services, ServiceLogOptions options, IReadOnlyDictionary<string, string> resource,
        Action<LoggerSinkConfiguration, ITextFormatter> writeTo)
    {
        // Serilog alone decides what is logged: nothing is filtered a second time on the way to a provider.
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace));
        return services.AddSerilog(
            logger =>
            {
                Filter(logger, LevelConvert.ToSerilogLevel(options.Level));
                logger.Enrich.WithProperty("service", resource[ServiceResource.Name]).Enrich.WithProperty("instance", resource[ServiceResource.Instance]);
                writeTo(logger.WriteTo, options.AsText ? new MessageTemplateTextFormatter(Line) : new RenderedCompactJsonFormatter());
            },
            preserveStaticLogger: true,
            writeToProviders: true);
    }

    private static void Filter(LoggerConfiguration logger, LogEventLevel level)
    {
        logger.MinimumLevel.Is(level);

        // A level below Information is set by those who look for a fault, and shows everything.
        if (level >= LogEventLevel.Information)
        {
            foreach (var (source, from) in s_talkative)
                logger.MinimumLevel.Override(source, (LogEventLevel)Math.Max((int)from, (int)level));
        }

        // FailureLog logs every message that cannot be received or handled, once.
        logger.Filter.ByExcluding(e => e.Level == LogEventLevel.Error && Matching.FromSource("MassTransit.ReceiveTransport")(e));
    }
}
