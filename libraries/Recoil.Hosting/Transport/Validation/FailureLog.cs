using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Transport.Waiting;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>
/// Tells once of every message that ends in an error queue: a warning in one line where the message is wrong, an error with
/// everything that is known where a service could not do its work. What a message says is not in it.
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
        // What was refused has been told where it was refused.
        if (exception is not InvalidMessageException)
            LogFailed(NameOf(typeof(T)), context.MessageId, EndpointOf(context.ReceiveContext.InputAddress), exception);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        var (endpoint, id) = (EndpointOf(context.InputAddress), context.GetMessageId());
        if (exception is HandedBackException)
            return Task.CompletedTask;

        // What was refused has been told where it was refused. Before a consumer is reached, only reading can go wrong in these ways.
        if (exception is System.Runtime.Serialization.SerializationException or JsonException or FormatException or NotSupportedException)
            LogRefused("a message", id, endpoint, $"it cannot be read: {Why(exception)}");
        else if (exception is not InvalidMessageException)
            LogFailed("a message", id, endpoint, exception);
        return Task.CompletedTask;
    }

    /// <summary>Tells of a message that nothing takes.</summary>
    public void Unwanted(ReceiveContext context) =>
        LogRefused("a message", context.GetMessageId(), EndpointOf(context.InputAddress), "nothing here takes such a message");

    /// <summary>Tells of a message that could be read but breaks a rule.</summary>
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
