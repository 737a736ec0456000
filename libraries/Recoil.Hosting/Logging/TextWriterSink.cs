using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Recoil.Hosting.Logging;

/// <summary>Writes events whole, one after the other, to a writer that the caller owns.</summary>
internal sealed class TextWriterSink(TextWriter writer, ITextFormatter formatter) : ILogEventSink
{
    private readonly Lock _lock = new();

    public void Emit(LogEvent logEvent)
    {
        // A formatter writes in dozens of pieces, and the console passes each on to the system at once.
        using var line = new StringWriter();
        formatter.Format(logEvent, line);
        lock (_lock)
            writer.Write(line.ToString());
    }
}
