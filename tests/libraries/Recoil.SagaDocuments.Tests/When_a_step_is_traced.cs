using System.Collections.Concurrent;
using System.Diagnostics;

namespace Recoil.SagaDocuments.Tests;

public sealed class When_a_step_is_traced : SagaDocumentTests
{
    private readonly ConcurrentQueue<Activity> _ended = new();

    [Fact]
    public async Task Another_process_that_delivers_its_outbox_continues_the_trace()
    {
        using var listener = Listen();
        ActivityTraceId trace;
        await using (var first = await StartAsync(failDeliveries: int.MaxValue))
        {
            trace = await SendTracedAsync(first, new Add(Id, 5));
            await first.UntilAsync(Id, d => d.Outbox.Count == 1);
        }

        await using var second = await StartAsync();
        await second.UntilHeardAsync(1);

        await UntilProcessedAsync(trace, nameof(Added));
    }

    [Fact]
    public async Task A_timer_that_another_process_fires_continues_the_trace()
    {
        using var listener = Listen();
        ActivityTraceId trace;
        await using (var first = await StartAsync(transportKeepsMessages: true))
        {
            trace = await SendTracedAsync(first, new SetAlarm(Id, TimeSpan.FromMinutes(1)));
            await first.UntilAsync(Id, d => d.Timers.Count == 1);
        }

        await using var second = await StartAsync(transportKeepsMessages: true);
        Time.Advance(TimeSpan.FromMinutes(2));
        await second.UntilHeardAsync(1);

        await UntilProcessedAsync(trace, nameof(AlarmRang));
    }

    [Fact]
    public async Task Without_a_listener_nothing_is_stored_of_a_trace()
    {
        await using var process = await StartAsync();

        await process.SendAsync(new SetAlarm(Id, TimeSpan.FromMinutes(1)));

        (await process.UntilAsync(Id, d => d.Timers.Count == 1)).Timers[0].TraceParent.ShouldBeNull();
    }

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == default ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Sends in a trace that ends with the sending.</summary>
    private static async Task<ActivityTraceId> SendTracedAsync<T>(TallyProcess process, T message) where T : class
    {
        using var planner = new Activity("planner").Start();
        await process.SendAsync(message);
        return planner.TraceId;
    }

    private Task UntilProcessedAsync(ActivityTraceId trace, string message) => TallyProcess.UntilAsync(
        () => Task.FromResult(_ended.Any(span =>
            span.TraceId == trace && span.OperationName.EndsWith(" process", StringComparison.Ordinal)
            && span.TagObjects.Any(tag => tag.Value is string text && text.Contains(message, StringComparison.Ordinal)))),
        () => $"trace {trace} has {string.Join(", ", _ended.Where(span => span.TraceId == trace).Select(span => span.OperationName))}");
}
