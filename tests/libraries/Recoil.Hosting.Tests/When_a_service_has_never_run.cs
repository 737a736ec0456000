using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Local.Processes;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_a_service_has_never_run(ServicesFixture services) : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    // Nothing is sent a second time within the test.
    private static readonly Dictionary<string, string> s_settings = new(StringComparer.Ordinal)
    {
        ["Logging__Format"] = "text",
        ["Shots__PublishProgress"] = "true",
        ["Shots__BudgetTimeout"] = "01:00:00",
        ["Shots__VerdictTimeout"] = "01:00:00",
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await services.StartSharedAsync();

    [Fact]
    public async Task What_is_sent_to_it_waits_and_the_shot_ends_ok_in_its_first_attempt()
    {
        var transport = await services.StartApartAsync("first-start", s_settings, [ServiceName.Shots]);
        var states = new ConcurrentQueue<string>();
        var ended = new TaskCompletionSource<ShotCompleted>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var planner = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.AddRabbitMqBus(transport, _ => { }))
            .Build();
        await planner.StartAsync();
        var bus = planner.Services.GetRequiredService<IBusControl>();
        await bus.ConnectReceiveEndpoint("progress-of-the-test", endpoint =>
        {
            var queue = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            queue.AutoDelete = true;
            queue.BindAllTopics<ShotCompleted>();
            endpoint.Handler<ShotProgressed>(context =>
            {
                states.Enqueue(context.Message.State);
                return Task.CompletedTask;
            });
            endpoint.Handler<ShotCompleted>(context =>
            {
                ended.TrySetResult(context.Message);
                return Task.CompletedTask;
            });
        }).Ready;

        await bus.Publish(new ShotRequested
        {
            Project = "first-start",
            RunId = "r1",
            ShotId = "s1",
            Prompt = "Wide shot. The harbour at first light.",
            Model = "animatic-keyframe",
            EpisodeCap = 1,
            ShotCap = 1,
        });

        await UntilAsync("ReservingBudget");
        await services.StartMoreAsync(ServiceName.Budget, s_settings);
        await UntilAsync("Generating");
        await services.StartMoreAsync(ServiceName.Generator, s_settings);
        await UntilAsync("Critiquing");
        await services.StartMoreAsync(ServiceName.Critic, s_settings);
        var shot = await ended.Task.WaitAsync(s_limit);
        (shot.Status, shot.Attempts, shot.Takes).ShouldBe((ShotStatus.Ok, 1, 1));
        await planner.StopAsync();

        Task UntilAsync(string state) => Eventually.TrueAsync(
            () => Task.FromResult(states.Contains(state, StringComparer.Ordinal)), () => $"the shot is {state}; it was {string.Join(", ", states)}", s_limit);
    }
}
