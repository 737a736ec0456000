using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Hosting.Transport;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_a_shot_is_asked_for_on_the_broker(ServicesFixture services)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Should_end_accepted_through_five_processes()
    {
        var ended = new TaskCompletionSource<ShotCompleted>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var planner = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(s => s.AddRabbitMqBus(services.Broker.Transport, _ => { }))
            .Build();
        await planner.StartAsync();
        var bus = planner.Services.GetRequiredService<IBusControl>();
        var dashboard = bus.ConnectReceiveEndpoint("dashboard-of-the-test", endpoint =>
        {
            endpoint.ConfigureMessageTopology<ShotCompleted>(enabled: false);
            var queue = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            queue.AutoDelete = true;
            queue.Bind<ShotCompleted>(binding => binding.RoutingKey = "broker-test.ok");
            endpoint.Handler<ShotCompleted>(context =>
            {
                ended.TrySetResult(context.Message);
                return Task.CompletedTask;
            });
        });
        await dashboard.Ready;

        await bus.Publish(new ShotRequested
        {
            Project = "broker-test",
            RunId = "r1",
            ShotId = "s1",
            Prompt = "Wide shot. The harbour at first light.",
            Model = "animatic-keyframe",
            EpisodeCap = 1,
            ShotCap = 1,
        });

        var shot = await ended.Task.WaitAsync(s_limit);
        shot.Status.ShouldBe(ShotStatus.Ok);
        File.Exists(services.Services.Artifacts.Show(shot.OutputPath!)).ShouldBeTrue();
        await planner.StopAsync();
    }
}
