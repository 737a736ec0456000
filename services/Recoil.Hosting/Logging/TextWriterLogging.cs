using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace Recoil.Hosting.Logging;

/// <summary>Logs for a person: one line an event, on a writer that the caller owns.</summary>
public static class TextWriterLogging
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Sends everything of at least this level to the writer and nothing anywhere else.</summary>
    public static ILoggingBuilder AddTextWriter(this ILoggingBuilder logging, LogLevel level, TextWriter writer)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Sink(new Sink(writer))
            .CreateLogger();
        return logging.SetMinimumLevel(level).AddProvider(new SerilogLoggerProvider(logger, dispose: true));
    }

    private sealed class Sink(TextWriter writer) : ILogEventSink
    {
        private readonly MessageTemplateTextFormatter _formatter = new(Line);
        private readonly Lock _lock = new();

        public void Emit(LogEvent logEvent)
        {
            lock (_lock)
                _formatter.Format(logEvent, writer);
        }
    }
}
