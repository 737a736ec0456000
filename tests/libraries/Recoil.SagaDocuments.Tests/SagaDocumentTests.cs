using MassTransit;
using Microsoft.Extensions.Time.Testing;

namespace Recoil.SagaDocuments.Tests;

/// <summary>A store folder and a clock, and processes that come and go on them.</summary>
public abstract class SagaDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected Guid Id { get; } = NewId.NextGuid();

    internal Task<TallyProcess> StartAsync(bool transportKeepsMessages = false, int failDeliveries = 0, SagaDocumentOptions? options = null) =>
        TallyProcess.StartAsync(_folder.Path, Time, transportKeepsMessages, failDeliveries, options);

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class When_delivery_fails_after_the_write : SagaDocumentTests
{
    [Fact]
    public async Task The_message_is_retried_and_its_effect_is_sent_under_one_id_and_counted_once()
    {
        await using var process = await StartAsync(failDeliveries: 1);

        await process.SendAsync(new Add(Id, 5));

        await process.UntilHeardAsync(1);
        // On a slow machine the sweep may deliver it, too.
        process.Heard.Distinct().ShouldHaveSingleItem().Message.Count.ShouldBe(5);
        (await process.LoadAsync(Id))!.State.Count.ShouldBe(5);
    }
}

public sealed class When_a_process_ends_between_write_and_delivery : SagaDocumentTests
{
    [Fact]
    public async Task The_next_process_delivers_under_the_same_message_id()
    {
        Guid messageId;
        await using (var first = await StartAsync(failDeliveries: int.MaxValue))
        {
            await first.SendAsync(new Add(Id, 5));
            messageId = (await first.UntilAsync(Id, d => d.Outbox.Count == 1)).Outbox[0].MessageId;
        }

        await using var second = await StartAsync();
        await second.UntilHeardAsync(1);
        second.Heard.ShouldHaveSingleItem().ShouldBe((messageId, new Added(Id, 5)));
    }

    [Fact]
    public async Task A_transport_that_keeps_messages_waits_until_the_outbox_is_orphaned()
    {
        await using (var first = await StartAsync(transportKeepsMessages: true, failDeliveries: int.MaxValue))
        {
            await first.SendAsync(new Add(Id, 5));
            await first.UntilAsync(Id, d => d.Outbox.Count == 1);
        }

        await using var second = await StartAsync(transportKeepsMessages: true);
        Time.Advance(new SagaDocumentOptions().OrphanAfter - TimeSpan.FromSeconds(1));
        (await second.Sweeper.SweepAsync(default)).ShouldBe(0);

        Time.Advance(TimeSpan.FromSeconds(1));
        await second.UntilHeardAsync(1);
        second.Heard.ShouldHaveSingleItem().Message.Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_was_not_delivered_is_kept_by_the_next_step()
    {
        await using (var first = await StartAsync(failDeliveries: int.MaxValue))
        {
            await first.SendAsync(new Add(Id, 5));
            await first.UntilAsync(Id, d => d.Outbox.Count == 1);
            await first.SendAsync(new Add(Id, 1));
            await first.UntilAsync(Id, d => d.Outbox.Count == 2);
        }

        await using var second = await StartAsync();
        await second.UntilHeardAsync(2);
        second.Heard.Select(h => h.Message.Count).Order().ShouldBe([5, 6]);
    }

    [Fact]
    public async Task Delivered_messages_are_dropped_by_the_next_step()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new Add(Id, 5));
        await process.UntilHeardAsync(1);

        await process.SendAsync(new Add(Id, 1));
        await process.UntilHeardAsync(2);

        (await process.LoadAsync(Id))!.Outbox.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_ended_saga_is_noted_as_delivered_and_says_nothing_again()
    {
        await using (var first = await StartAsync())
        {
            await first.SendAsync(new Add(Id, 5));
            await first.UntilHeardAsync(1);
            await first.SendAsync(new Finish(Id));
            await first.UntilHeardAsync(2);
            await TallyProcess.UntilAsync(
                async () =>
                {
                    Time.Advance(TimeSpan.FromSeconds(3));
                    await first.Sweeper.NoteDeliveriesAsync(default);
                    return (await first.LoadAsync(Id))!.OutboxDueAt is null;
                },
                () => "the delivery was not noted");
        }

        await using var second = await StartAsync();
        await second.SendAsync(new SetAlarm(NewId.NextGuid(), TimeSpan.FromHours(1)));
        (await second.Sweeper.SweepAsync(default)).ShouldBe(0);
        second.Heard.ShouldBeEmpty();
    }
}

public sealed class When_a_message_comes_twice : SagaDocumentTests
{
    [Fact]
    public async Task At_once_it_counts_once_and_is_sent_under_one_id()
    {
        await using var process = await StartAsync();
        var messageId = NewId.NextGuid();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => process.SendAsync(new Add(Id, 5), messageId)));
        await process.SendAsync(new Add(Id, 1));

        var document = await process.UntilAsync(Id, d => d.State.Count >= 6);
        document.State.Count.ShouldBe(6);
        await process.UntilHeardAsync(2);
        process.Heard.Select(h => h.MessageId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Later_it_changes_nothing()
    {
        await using var process = await StartAsync();
        var messageId = NewId.NextGuid();
        await process.SendAsync(new Add(Id, 5), messageId);
        await process.SendAsync(new Add(Id, 1));
        var before = await process.UntilAsync(Id, d => d.State.Count == 6);

        await process.SendAsync(new Add(Id, 5), messageId);
        await process.SendAsync(new Add(Id, 10));

        var after = await process.UntilAsync(Id, d => d.State.Count >= 16);
        after.State.Count.ShouldBe(16);
        after.Version.ShouldBe(before.Version + 1);
    }
}

public sealed class When_many_messages_for_one_saga_come_at_once : SagaDocumentTests
{
    [Fact]
    public async Task No_update_is_lost_and_every_effect_is_sent()
    {
        await using var process = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => process.SendAsync(new Add(Id, 1))));

        (await process.UntilAsync(Id, d => d.State.Count >= 100)).State.Count.ShouldBe(100);
        await process.UntilHeardAsync(100);
        process.Heard.Select(h => h.Message.Count).Distinct().Count().ShouldBe(100);
    }
}

public sealed class When_a_saga_sets_a_timer : SagaDocumentTests
{
    [Fact]
    public async Task It_fires_once_when_it_is_due_and_not_before()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(10)));
        (await process.UntilAsync(Id, d => d.Timers.Count == 1)).Timers[0].DueAt.ShouldBe(Time.GetUtcNow() + TimeSpan.FromMinutes(10));

        Time.Advance(TimeSpan.FromMinutes(9));
        (await process.Sweeper.SweepAsync(default)).ShouldBe(0);

        Time.Advance(TimeSpan.FromMinutes(1));
        var document = await process.UntilAsync(Id, d => d.State.Rang > 0);
        document.State.Rang.ShouldBe(1);
        document.State.Alarm.ShouldBeNull();
        document.Timers.ShouldBeEmpty();

        Time.Advance(TimeSpan.FromHours(1));
        (await process.Sweeper.SweepAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task It_fires_in_the_next_process_when_this_one_ends_before()
    {
        await using (var first = await StartAsync())
        {
            await first.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(10)));
            await first.UntilAsync(Id, d => d.Timers.Count == 1);
        }

        Time.Advance(TimeSpan.FromMinutes(11));
        await using var second = await StartAsync();
        await second.Sweeper.SweepAsync(default);
        (await second.LoadAsync(Id))!.Timers.ShouldHaveSingleItem("what it waits for is asked for again first");

        Time.Advance(new SagaDocumentOptions().RestartGrace + TimeSpan.FromSeconds(1));
        (await second.UntilAsync(Id, d => d.State.Rang > 0)).State.Rang.ShouldBe(1);
    }

    [Fact]
    public async Task Taken_back_it_never_fires()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(10)));
        await process.UntilAsync(Id, d => d.Timers.Count == 1);

        await process.SendAsync(new StopAlarm(Id));
        (await process.UntilAsync(Id, d => d.Timers.Count == 0)).State.Alarm.ShouldBeNull();

        Time.Advance(TimeSpan.FromHours(1));
        (await process.Sweeper.SweepAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task Set_again_only_the_new_one_fires()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(10)));
        await process.UntilAsync(Id, d => d.Timers.Count == 1);
        await process.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(30)));
        await process.UntilAsync(Id, d => d.Timers is [var only] && only.DueAt == Time.GetUtcNow() + TimeSpan.FromMinutes(30));

        Time.Advance(TimeSpan.FromMinutes(20));
        (await process.Sweeper.SweepAsync(default)).ShouldBe(0);
        Time.Advance(TimeSpan.FromMinutes(10));
        (await process.UntilAsync(Id, d => d.State.Rang > 0)).State.Rang.ShouldBe(1);
    }

    [Fact]
    public async Task Ringing_at_a_saga_that_has_ended_changes_nothing()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(10)));
        await process.UntilAsync(Id, d => d.Timers.Count == 1);
        await process.SendAsync(new Finish(Id));
        await process.UntilAsync(Id, d => d.State.CurrentState == "Done");

        Time.Advance(TimeSpan.FromMinutes(11));
        (await process.UntilAsync(Id, d => d.Timers.Count == 0)).State.Rang.ShouldBe(0);
    }
}

public sealed class When_two_sweepers_share_a_store : SagaDocumentTests
{
    [Fact]
    public async Task Every_timer_is_fired_by_one_of_them()
    {
        const int count = 120;
        await using var first = await StartAsync(transportKeepsMessages: true);
        await using var second = await StartAsync(transportKeepsMessages: true);
        var ids = Enumerable.Range(0, count).Select(_ => NewId.NextGuid()).ToList();
        await Task.WhenAll(ids.Select(id => first.SendAsync(new SetAlarm(id, TimeSpan.FromMinutes(10)))));
        foreach (var id in ids)
            await first.UntilAsync(id, d => d.Timers.Count == 1);

        Time.Advance(TimeSpan.FromMinutes(10));

        foreach (var id in ids)
            (await first.UntilAsync(id, d => d.State.Rang > 0)).State.Rang.ShouldBe(1);
        await TallyProcess.UntilAsync(
            () => Task.FromResult(first.Heard.Count + second.Heard.Count >= count),
            () => $"heard {first.Heard.Count} and {second.Heard.Count}");
        (first.Heard.Count + second.Heard.Count).ShouldBe(count);
    }
}

public sealed class When_a_message_comes_after_the_end : SagaDocumentTests
{
    [Fact]
    public async Task The_document_is_still_there_and_takes_note()
    {
        await using var process = await StartAsync();
        await process.SendAsync(new Add(Id, 5));
        await process.UntilHeardAsync(1);
        await process.SendAsync(new Finish(Id));
        await process.UntilAsync(Id, d => d.ExpiresAt is not null);

        await process.SendAsync(new Add(Id, 5));

        var document = await process.UntilAsync(Id, d => d.State.Late > 0);
        document.State.Count.ShouldBe(5);
        document.ExpiresAt.ShouldBe(Time.GetUtcNow() + TimeSpan.FromDays(1));
    }
}

public sealed class When_two_processes_take_turns_on_a_saga : SagaDocumentTests
{
    [Fact]
    public async Task What_each_has_delivered_is_struck_out_and_never_said_again()
    {
        await using var first = await StartAsync(transportKeepsMessages: true);
        await using var second = await StartAsync(transportKeepsMessages: true);
        await first.SendAsync(new Add(Id, 5));
        await first.UntilHeardAsync(1);
        await second.SendAsync(new Add(Id, 1));
        await second.UntilHeardAsync(1);
        (await second.LoadAsync(Id))!.Outbox.Count.ShouldBe(2, "the second process does not know what the first delivered");

        await TallyProcess.UntilAsync(
            async () =>
            {
                Time.Advance(new SagaDocumentOptions().SweepInterval);
                return (await second.LoadAsync(Id))!.OutboxDueAt is null;
            },
            () => "both processes to note what they delivered");

        Time.Advance(new SagaDocumentOptions().OrphanAfter);
        (await first.Sweeper.SweepAsync(default)).ShouldBe(0);
        first.Heard.Concat(second.Heard).Select(h => h.Message.Count).Order().ShouldBe([5, 6]);
    }

    [Fact]
    public async Task What_the_first_one_did_not_live_to_deliver_is_delivered_although_the_second_wrote_after_it()
    {
        await using (var first = await StartAsync(transportKeepsMessages: true, failDeliveries: int.MaxValue))
        {
            await first.SendAsync(new Add(Id, 5));
            await first.UntilAsync(Id, d => d.Outbox.Count == 1);
        }

        await using var second = await StartAsync(transportKeepsMessages: true);
        await second.SendAsync(new Add(Id, 1));
        await second.UntilHeardAsync(1);
        await second.UntilAsync(Id, d => d.Outbox.Count == 2);

        Time.Advance(new SagaDocumentOptions().OrphanAfter);

        await second.UntilHeardAsync(2);
        second.Heard.Select(h => h.Message.Count).Distinct().Order().ShouldBe([5, 6]);
    }
}
