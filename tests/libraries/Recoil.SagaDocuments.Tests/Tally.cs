using MassTransit;

namespace Recoil.SagaDocuments.Tests;

/// <summary>Counts, and tells every count.</summary>
public sealed class Tally : SagaStateMachineInstance, IExpiringSaga
{
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";
    public int Count { get; set; }
    public int Rang { get; set; }
    public int Late { get; set; }
    public Guid? Alarm { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
}

public sealed record Add(Guid CorrelationId, int Amount);

public sealed record Added(Guid CorrelationId, int Count);

public sealed record SetAlarm(Guid CorrelationId, TimeSpan In);

public sealed record StopAlarm(Guid CorrelationId);

/// <summary>Sent after a count, and only then: who hears it acts on the count.</summary>
public sealed record Told(Guid CorrelationId);

public sealed record Tell(Guid CorrelationId);

/// <summary>Asks for the count, which does not change it.</summary>
public sealed record Ask(Guid CorrelationId, bool Aloud);

public sealed record AlarmRang(Guid CorrelationId);

public sealed record Finish(Guid CorrelationId);

internal sealed class TallyMachine : MassTransitStateMachine<Tally>
{
    public TallyMachine(TimeProvider time)
    {
        InstanceState(tally => tally.CurrentState);
        Schedule(() => Alarm, tally => tally.Alarm, s => s.Received = e => e.CorrelateById(c => c.Message.CorrelationId));

        Initially(
            When(Adding).Then(c => c.Saga.Count += c.Message.Amount).PublishCount().TransitionTo(Running),
            When(Setting).Schedule(Alarm, c => new AlarmRang(c.Saga.CorrelationId), c => time.GetUtcNow().UtcDateTime + c.Message.In).TransitionTo(Running));
        During(Running,
            When(Adding).Then(c => c.Saga.Count += c.Message.Amount).PublishCount(),
            When(Setting).Schedule(Alarm, c => new AlarmRang(c.Saga.CorrelationId), c => time.GetUtcNow().UtcDateTime + c.Message.In),
            When(Stopping).Unschedule(Alarm),
            When(Telling).PublishCount().PublishCount().Publish(c => new Told(c.Saga.CorrelationId)),
            When(Asking).Then(c => c.NothingChanged()).If(c => c.Message.Aloud, aloud => aloud.PublishCount()),
            When(Alarm.Received).Then(c => c.Saga.Rang++).PublishCount(),
            When(Finishing).Then(c => c.Saga.ExpiresAt = time.GetUtcNow() + TimeSpan.FromDays(1)).PublishCount().TransitionTo(Done));
        During(Done,
            When(Adding).Then(c => c.Saga.Late++),
            Ignore(Setting), Ignore(Stopping), Ignore(Asking), Ignore(Telling), Ignore(Finishing), Ignore(Alarm.Received));
    }

    public State Running { get; private set; } = null!;
    public State Done { get; private set; } = null!;
    public Event<Add> Adding { get; private set; } = null!;
    public Event<SetAlarm> Setting { get; private set; } = null!;
    public Event<StopAlarm> Stopping { get; private set; } = null!;
    public Event<Ask> Asking { get; private set; } = null!;
    public Event<Tell> Telling { get; private set; } = null!;
    public Event<Finish> Finishing { get; private set; } = null!;
    public Schedule<Tally, AlarmRang> Alarm { get; private set; } = null!;
}

internal static class TallyActivities
{
    public static EventActivityBinder<Tally, T> PublishCount<T>(this EventActivityBinder<Tally, T> binder) where T : class =>
        binder.Publish(context => new Added(context.Saga.CorrelationId, context.Saga.Count));
}

internal sealed class TallyEndpoint : SagaDefinition<Tally>
{
    public TallyEndpoint()
    {
        EndpointName = "tally";
        ConcurrentMessageLimit = 16;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<Tally> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseMessageRetry(r =>
        {
            r.Ignore<SagaConcurrencyException>();
            r.Immediate(2);
        });
        endpointConfigurator.UseMessageRetry(r =>
        {
            r.Handle<SagaConcurrencyException>();
            r.Interval(200, TimeSpan.FromMilliseconds(2));
        });
    }
}
