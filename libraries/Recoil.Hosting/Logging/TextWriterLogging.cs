using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace Recoil.Hosting.Logging;

/// <summary>Logs for a person: one line per event, on a writer that the caller owns.</summary>
public static class TextWriterLogging
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}";
    private const string LineWithTrace = Line + "{Exception}";

    /// <summary>Makes Serilog the logger of the process. Its events also go to the registered providers, such as OpenTelemetry's.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="level">The lowest level that is written.</param>
    /// <param name="writer">Receives the lines. It is not disposed.</param>
    /// <remarks>
    /// From warnings on, the lines are for the user of the program: without stack traces, and without the transport's own
    /// account of failures that the services report themselves.
    /// </remarks>
    public static IServiceCollection AddTextWriterLog(this IServiceCollection services, LogLevel level, TextWriter writer)
    {
        var forUsers = level >= LogLevel.Warning;
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        return services.AddSerilog(
            logger =>
            {
                logger.MinimumLevel.Is(LevelConvert.ToSerilogLevel(level));
                if (forUsers)
                    logger.MinimumLevel.Override("MassTransit", LogEventLevel.Fatal);
                logger.WriteTo.Sink(new TextWriterSink(writer, new MessageTemplateTextFormatter(forUsers ? Line : LineWithTrace)));
            },
            preserveStaticLogger: true,
            writeToProviders: true);
    }
}
