using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Transport.Waiting;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>
/// Logs every message that goes to an error queue, once: a warning in one line for an invalid message, an error with its exception
/// for a failed one. The message's content is never logged.
/// </summary>
internal sealed partial class FailureLog(ILoggerFactory loggers) : IReceiveObserver
{
    private const int LongestPath = 100;
    private readonly ILogger _logger = loggers.CreateLogger("Recoil.Messages");

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
    {
        // Refusals are logged where they happen.
        if (exception is not InvalidMessageException)
            LogFailed(NameOf(typeof(T)), context.MessageId, EndpointOf(context.ReceiveContext.InputAddress), exception);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        var (endpoint, id) = (EndpointOf(context.InputAddress), context.GetMessageId());
        if (exception is HandedBackException)
            return Task.CompletedTask;

        // Refusals are logged where they happen. Before a consumer is reached, only reading can go wrong in these ways.
        if (exception is System.Runtime.Serialization.SerializationException or JsonException or FormatException or NotSupportedException)
            LogRefused("a message", id, endpoint, $"it cannot be read: {Why(exception)}");
        else if (exception is not InvalidMessageException)
            LogFailed("a message", id, endpoint, exception);
        return Task.CompletedTask;
    }

    /// <summary>Logs a message without a consumer.</summary>
    public void Unwanted(ReceiveContext context) =>
        LogRefused("a message", context.GetMessageId(), EndpointOf(context.InputAddress), "nothing here takes such a message");

    /// <summary>Logs a message that breaks a rule.</summary>
    public void Refused(Type type, Guid? messageId, Uri address, string reason) => LogRefused(NameOf(type), messageId, EndpointOf(address), reason);

    /// <summary>The last part of an endpoint's address.</summary>
    public static string EndpointOf(Uri address) => address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];

    /// <summary>The name of a message type, for people.</summary>
    public static string NameOf(Type type) => type.IsGenericType ? $"Fault of {type.GetGenericArguments()[0].Name}" : type.Name;

    /// <summary>The reader's own words often quote the message, so only what they say of its shape is kept.</summary>
    private static string Why(Exception exception) => exception switch
    {
        JsonException missing when missing.Message.Contains("missing required", StringComparison.Ordinal) => missing.Message.ReplaceLineEndings(" "),
        JsonException { Path: { Length: > 0 } path } json => $"something is wrong at {path[..Math.Min(path.Length, LongestPath)]}, byte {json.BytePositionInLine}",
        { InnerException: { } inner } => Why(inner),
        FormatException => "an id or a time is none",
        _ => $"it is no envelope with a message ({exception.GetType().Name})",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {MessageType} {MessageId} on {Endpoint}: {Reason}")]
    private partial void LogRefused(string messageType, Guid? messageId, string endpoint, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not handle {MessageType} {MessageId} on {Endpoint}")]
    private partial void LogFailed(string messageType, Guid? messageId, string endpoint, Exception exception);
}
