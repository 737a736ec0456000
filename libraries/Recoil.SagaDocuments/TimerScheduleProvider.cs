using System.Diagnostics;
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

    /// <summary>The message of a timer that is due.</summary>
    /// <exception cref="InvalidOperationException">The type is unknown: a program of another version wrote the timer.</exception>
    public static (object Message, Type Type) Read(SagaTimer timer)
    {
        var type = Type.GetType(timer.MessageType, AssemblyByName, typeResolver: null)
            ?? throw new InvalidOperationException($"Timer {timer.TokenId} has a message of the unknown type '{timer.MessageType}'.");
        var message = JsonSerializer.Deserialize(timer.Body, type, SystemTextJsonMessageSerializer.Options)
            ?? throw new InvalidOperationException($"Timer {timer.TokenId} has no message.");
        return (message, type);
    }

    private static Assembly? AssemblyByName(AssemblyName name) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == name.Name) ?? Assembly.Load(name);
}
