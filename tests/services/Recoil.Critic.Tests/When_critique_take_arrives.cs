using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Artifacts;
using Recoil.Contracts;

namespace Recoil.Critic.Tests;

public sealed class When_critique_take_arrives
{
    [Fact]
    public async Task A_verdict_on_that_take_is_published()
    {
        await using var services = new ServiceCollection()
            .AddArtifacts(new ArtifactOptions())
            .AddCritic(new CriticOptions())
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.SetKebabCaseEndpointNameFormatter();
                bus.AddCriticConsumers();
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            })
            .BuildServiceProvider(validateScopes: true);
        var harness = services.GetRequiredService<ITestHarness>();
        await harness.Start();
        var take = TakeToJudge.At("/nowhere/take.png");

        await (await harness.Bus.GetSendEndpoint(new Uri("queue:critic"))).Send(take);

        (await harness.Published.Any<CriticVerdict>(m => m.Context.Message.TakeId == take.TakeId
            && m.Context.Message.CorrelationId == take.CorrelationId && m.Context.Message.FinalState == "pending_qc")).ShouldBeTrue();
    }
}
