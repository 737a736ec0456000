using Microsoft.Extensions.Logging;
using Recoil.Hosting.Telemetry;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Recoil.Hosting.Logging;

/// <summary>Logs of a service: one line of compact JSON an event, with who wrote it and to which trace it belongs.</summary>
internal static class ServiceLogging
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    /// <summary>Sources that log too much at the default level; the health endpoint reports the checks itself.</summary>
    private static readonly (string Category, LogLevel From)[] s_talkative =
    [
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical),
        ("MassTransit", LogLevel.Warning),
    ];

    /// <summary>Sends everything that is worth it to the writer and nothing anywhere else.</summary>
    public static ILoggingBuilder AddServiceLog(this ILoggingBuilder logging, ServiceLogOptions options, ServiceIdentity identity, TextWriter writer)
    {
        ITextFormatter formatter = options.AsText ? new MessageTemplateTextFormatter(Line) : new RenderedCompactJsonFormatter();
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.WithProperty("service", identity.Name)
            .Enrich.WithProperty("instance", identity.Instance)
            .WriteTo.Sink(new TextWriterSink(writer, formatter))
            .CreateLogger();
        logging.ClearProviders().SetMinimumLevel(options.Level);

        // Who asks for more than Information looks for trouble and gets everything.
        if (options.Level >= LogLevel.Information)
        {
            foreach (var (category, from) in s_talkative)
                logging.AddFilter(category, (LogLevel)Math.Max((int)from, (int)options.Level));
        }

        return logging.AddProvider(new SerilogLoggerProvider(logger, dispose: true));
    }
}
