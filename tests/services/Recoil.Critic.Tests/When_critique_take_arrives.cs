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

    [Fact]
    public async Task While_the_artifacts_are_away_nothing_is_answered_so_that_its_shot_asks_again()
    {
        using var folder = new TemporaryFolder();
        var away = new ArtifactOptions
        {
            Kind = ArtifactOptions.InS3, Endpoint = "http://127.0.0.1:1", PathStyle = true, Bucket = "none", AccessKey = "none", SecretKey = "none", CacheFolder = folder.Path,
        };
        await using var services = new ServiceCollection()
            .AddArtifacts(away)
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
        var take = TakeToJudge.At($"sha256-{new string('0', 64)}/SH010/SH010_a1t1.png");

        await (await harness.Bus.GetSendEndpoint(new Uri("queue:critic"))).Send(take);

        (await harness.Consumed.Any<CritiqueTake>(m => m.Context.Message.TakeId == take.TakeId && m.Exception is null)).ShouldBeTrue();
        harness.Published.Select<CriticVerdict>().ShouldBeEmpty();
        harness.Published.Select<Fault<CritiqueTake>>().ShouldBeEmpty();
    }
}
