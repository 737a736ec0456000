using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace Recoil.Hosting.Logging;

/// <summary>Logs for a person: one line an event, on a writer that the caller owns.</summary>
public static class TextWriterLogging
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}";
    private const string LineWithTrace = Line + "{Exception}";

    /// <summary>Sends everything of at least this level to the writer and nothing anywhere else.</summary>
    /// <remarks>
    /// From warnings on, the lines are for the user of the program: without stack traces, and without the transport's own
    /// account of failures that the services report themselves.
    /// </remarks>
    public static ILoggingBuilder AddTextWriter(this ILoggingBuilder logging, LogLevel level, TextWriter writer)
    {
        var forUsers = level >= LogLevel.Warning;
        if (forUsers)
            logging.AddFilter("MassTransit", LogLevel.Critical);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Sink(new TextWriterSink(writer, new MessageTemplateTextFormatter(forUsers ? Line : LineWithTrace)))
            .CreateLogger();
        return logging.SetMinimumLevel(level).AddProvider(new SerilogLoggerProvider(logger, dispose: true));
    }
}
