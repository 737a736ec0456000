using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using MassTransit;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments.Tests;

public sealed class When_a_document_cannot_be_swept : SagaDocumentTests
{
    private static readonly TimeSpan s_claim = new SagaDocumentOptions().ClaimFor;

    [Fact]
    public async Task A_timer_of_an_unknown_type_keeps_no_neighbour_from_its_own()
    {
        await using var process = await StartAsync(transportKeepsMessages: true);
        await process.InsertAsync(WithTimer(Id, "Films.Overdue, Films", Time.GetUtcNow() + TimeSpan.FromHours(1)));
        var neighbour = NewId.NextGuid();
        await process.SendAsync(new SetAlarm(neighbour, TimeSpan.FromHours(1)));
        await process.UntilAsync(neighbour, document => document.Timers.Count == 1);

        await process.UntilAsync(
            neighbour,
            document =>
            {
                Time.Advance(TimeSpan.FromMinutes(20));
                return document.State.Rang == 1;
            });
        (await SetAsideAsync(process)).Reason.ShouldEndWith(" has a message of the unknown type 'Films.Overdue, Films'.");
    }

    [Theory]
    [InlineData("no type , at , all [", "{}")]
    [InlineData("Recoil.SagaDocuments.Tests.AlarmRang, Recoil.SagaDocuments.Tests", "not JSON")]
    [InlineData("Recoil.SagaDocuments.Tests.AlarmRang, Recoil.SagaDocuments.Tests", "null")]
    public async Task A_timer_that_cannot_be_read_is_set_aside_with_its_document_and_counted(string type, string body)
    {
        await using var process = await StartAsync(transportKeepsMessages: true);
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "recoil.sweeper.documents.set_aside" && ReferenceEquals(instrument.Meter.Scope, process.Meters))
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, added, _, _) => Interlocked.Add(ref counted, added));
        listener.Start();
        await process.InsertAsync(WithTimer(Id, type, Time.GetUtcNow(), body));

        await TallyProcess.UntilAsync(
            async () =>
            {
                await process.Sweeper.SweepAsync(default);
                return Volatile.Read(ref counted) == 1;
            },
            () => $"{counted} documents were counted");

        (await SetAsideAsync(process)).Since.ShouldBe(Time.GetUtcNow());
        Time.Advance(TimeSpan.FromDays(1));
        (await process.Sweeper.SweepAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_keeps_neither_the_others_of_its_outbox_nor_its_neighbours()
    {
        await using var process = await StartAsync(transportKeepsMessages: true, failDeliveries: int.MaxValue);
        var neighbour = NewId.NextGuid();
        await process.SendAsync(new Add(Id, 1));
        var poisoned = (await process.UntilAsync(Id, document => document.Outbox.Count == 1)).Outbox[0].MessageId;
        await process.SendAsync(new Add(Id, 1));
        await process.UntilAsync(Id, document => document.Outbox.Count == 2);
        await process.SendAsync(new Add(neighbour, 5));
        await process.UntilAsync(neighbour, document => document.Outbox.Count == 1);
        process.Unsendable = poisoned;
        process.SendsAgain();

        Time.Advance(new SagaDocumentOptions().OrphanAfter);
        await process.UntilHeardAsync(2);
        process.Heard.Distinct().Select(heard => heard.Message).ShouldBe([new Added(Id, 2), new Added(neighbour, 5)], ignoreOrder: true);

        await TallyProcess.UntilAsync(
            async () =>
            {
                Time.Advance(s_claim);
                await process.Sweeper.SweepAsync(default);
                return (await process.SetAside.ListAsync(10, default)).Count > 0;
            },
            () => "the document is not set aside");
        var aside = await SetAsideAsync(process);
        aside.Id.ShouldBe(Id);
        aside.Reason.ShouldStartWith($"Message {poisoned} to ");
        aside.Reason.ShouldEndWith(" cannot be sent: No transport takes this message.");
    }

    [Fact]
    public async Task Put_back_when_the_cause_is_gone_it_goes_on()
    {
        await using var process = await StartAsync(transportKeepsMessages: true, failDeliveries: int.MaxValue);
        await process.SendAsync(new Add(Id, 1));
        await process.UntilAsync(Id, document => document.Outbox.Count == 1);
        await TallyProcess.UntilAsync(
            async () =>
            {
                Time.Advance(new SagaDocumentOptions().OrphanAfter);
                await process.Sweeper.SweepAsync(default);
                return (await process.SetAside.ListAsync(10, default)).Count > 0;
            },
            () => "the document is not set aside");

        process.SendsAgain();
        (await process.SetAside.PutBackAsync(await SetAsideAsync(process), Time.GetUtcNow(), default)).ShouldBeTrue();
        await process.Sweeper.SweepAsync(default);

        await process.UntilHeardAsync(1);
        process.Heard.First().Message.ShouldBe(new Added(Id, 1));
    }

    [Fact]
    public async Task A_broker_that_is_away_sets_nothing_aside()
    {
        await using var process = await StartAsync(transportKeepsMessages: true, failDeliveries: int.MaxValue);
        process.Failure = new TransportUnavailableException("The broker is away.");
        await process.SendAsync(new Add(Id, 1));
        await process.UntilAsync(Id, document => document.Outbox.Count == 1);

        await TallyProcess.UntilAsync(
            () =>
            {
                // The process's own sweeper tries, claim after claim.
                Time.Advance(new SagaDocumentOptions().OrphanAfter);
                return Task.FromResult(process.Failures > 10);
            },
            () => $"{process.Failures} deliveries failed");
        (await process.SetAside.ListAsync(10, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_claim_limit_below_one_is_refused_at_the_start_however_it_came(int limit) =>
        (await Should.ThrowAsync<ValidationException>(() => StartAsync(options: new SagaDocumentOptions { ClaimLimit = limit })))
            .Message.ShouldBe("The field ClaimLimit must be between 1 and 10000.");

    private static async Task<SetAsideSaga> SetAsideAsync(TallyProcess process) => (await process.SetAside.ListAsync(10, default)).ShouldHaveSingleItem();

    private static SagaDocument<Tally> WithTimer(Guid id, string type, DateTimeOffset dueAt, string body = "{}") => new()
    {
        Id = id,
        State = new Tally { CorrelationId = id, CurrentState = "Running" },
        Timers =
        {
            new SagaTimer
            {
                TokenId = NewId.NextGuid(), SetAt = dueAt, DueAt = dueAt, Destination = new Uri("queue:tally"), MessageType = type, Body = body,
            },
        },
    };
}
