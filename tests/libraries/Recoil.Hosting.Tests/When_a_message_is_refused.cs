using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Validation;

namespace Recoil.Hosting.Tests;

public sealed class When_a_message_is_refused
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private static ReserveBudget Reserve(decimal estimate) => new()
    {
        CorrelationId = Guid.NewGuid(),
        ReservationId = Guid.NewGuid(),
        Scope = "p/r",
        Estimate = estimate,
        EpisodeCap = 1,
        ShotSpent = 0,
        ShotCap = 1,
        Lease = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public async Task Should_send_a_fault_to_a_saga_that_sent_it_and_to_no_other()
    {
        var (handled, faults, ended) = (new ConcurrentQueue<Guid>(), new ConcurrentQueue<Guid>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var bus = Bus.Factory.CreateUsingInMemory(transport =>
        {
            // MassTransit keeps one set of JSON options for the process: without this, another test's bus changes them under this one.
            transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
            transport.ReceiveEndpoint("budget", endpoint =>
            {
                endpoint.ConcurrentMessageLimit = 1;
                _ = new MessageValidation(endpoint, new FailureLog(NullLoggerFactory.Instance));
                endpoint.UseMessageRetry(retry => retry.Immediate(5));
                endpoint.Handler<ReserveBudget>(context =>
                {
                    handled.Enqueue(context.Message.ReservationId);
                    return Task.CompletedTask;
                });
            });
            transport.ReceiveEndpoint("shots", endpoint => endpoint.Handler<Fault<ReserveBudget>>(context =>
            {
                faults.Enqueue(context.Message.Message.ReservationId);
                ended.TrySetResult();
                return Task.CompletedTask;
            }));
        });
        await bus.StartAsync();
        var (strangers, sagas, right) = (Reserve(-1), Reserve(-1), Reserve(0.5m));

        await bus.Publish(strangers, context => context.SourceAddress = new Uri("loopback://localhost/planner"));
        await bus.Publish(right);
        await bus.Publish(sagas, context => context.SourceAddress = new Uri("loopback://localhost/shots"));
        await ended.Task.WaitAsync(s_limit);
        await bus.StopAsync();

        faults.ShouldBe([sagas.ReservationId]);
        handled.ShouldBe([right.ReservationId]);
    }

    [Fact]
    public async Task Should_send_a_fault_to_the_address_in_its_envelope()
    {
        var told = new TaskCompletionSource<ReceiveFault>(TaskCreationOptions.RunContinuationsAsynchronously);
        var bus = Bus.Factory.CreateUsingInMemory(transport =>
        {
            // MassTransit keeps one set of JSON options for the process: without this, another test's bus changes them under this one.
            transport.ConfigureJsonSerializerOptions(MessageJson.Configure);
            transport.ReceiveEndpoint("budget", endpoint =>
            {
                _ = new MessageValidation(endpoint, new FailureLog(NullLoggerFactory.Instance));
                endpoint.Handler<ReserveBudget>(_ => Task.CompletedTask);
            });
            transport.ReceiveEndpoint("planner", endpoint => endpoint.Handler<ReceiveFault>(context =>
            {
                told.TrySetResult(context.Message);
                return Task.CompletedTask;
            }));
        });
        await bus.StartAsync();

        await bus.Publish(Reserve(-1), context => context.FaultAddress = new Uri("loopback://localhost/planner"));
        var fault = await told.Task.WaitAsync(s_limit);
        await bus.StopAsync();

        fault.Exceptions[0].Message.ShouldBe("ReserveBudget: estimate is -1; it must be from 0 to 1000000 US dollars.");
    }
}
