using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using MassTransit;
using MassTransit.Scheduling;
using MassTransit.Serialization;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>Schedules a message as a timer in the saga's own document, and unschedules by removing it there.</summary>
internal sealed class TimerScheduleProvider(List<SagaTimer> timers, TimeProvider time) : BaseScheduleMessageProvider
{
    protected override Task ScheduleSend(
        ScheduleMessage message, IPipe<SendContext<ScheduleMessage>> pipe, CancellationToken cancellationToken)
    {
        var payload = message.Payload;
        var type = payload.GetType();
        timers.Add(new SagaTimer
        {
            TokenId = message.CorrelationId,
            SetAt = time.GetUtcNow(),
            DueAt = new DateTimeOffset(DateTime.SpecifyKind(message.ScheduledTime, DateTimeKind.Utc)),
            Destination = message.Destination,
            MessageType = $"{type.FullName}, {type.Assembly.GetName().Name}",
            Body = JsonSerializer.Serialize(payload, type, SystemTextJsonMessageSerializer.Options),
            TraceParent = Activity.Current?.Id,
        });
        return Task.CompletedTask;
    }

    protected override Task CancelScheduledSend(Guid tokenId, Uri destinationAddress, CancellationToken cancellationToken)
    {
        timers.RemoveAll(t => t.TokenId == tokenId);
        return Task.CompletedTask;
    }

    /// <summary>The message of a timer that is due; false when a program of another version wrote it, or something is wrong with it.</summary>
    public static bool TryRead(
        SagaTimer timer, [NotNullWhen(true)] out object? message, [NotNullWhen(true)] out Type? type, [NotNullWhen(false)] out string? why)
    {
        (message, why) = (null, null);
        type = TypeOf(timer.MessageType);
        if (type is null)
        {
            why = $"Timer {timer.TokenId} has a message of the unknown type '{timer.MessageType}'.";
            return false;
        }

        try
        {
            message = JsonSerializer.Deserialize(timer.Body, type, SystemTextJsonMessageSerializer.Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            why = $"Timer {timer.TokenId} has a message that is not read as a {type.Name}: {exception.Message}";
            return false;
        }

        why = message is null ? $"Timer {timer.TokenId} has no message." : null;
        return message is not null;
    }

    private static Type? TypeOf(string name)
    {
        try
        {
            return Type.GetType(name, AssemblyByName, typeResolver: null);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or TypeLoadException or BadImageFormatException)
        {
            // An assembly that is not there, or no name of a type at all.
            return null;
        }
    }

    private static Assembly? AssemblyByName(AssemblyName name) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == name.Name) ?? Assembly.Load(name);
}
