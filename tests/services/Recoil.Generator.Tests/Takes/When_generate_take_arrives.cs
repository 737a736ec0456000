using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

[Needs(Need.Ffmpeg)]
public sealed class When_generate_take_arrives : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_result_is_published_again_for_a_repeated_command_and_bought_once()
    {
        await using var services = new ServiceCollection()
            .AddGenerator(new GeneratorOptions { OutputFolder = _folder.Path, JobFolder = _folder["jobs"] })
            .AddSingleton<ITakeLedger, LedgerInMemory>()
            .AddSingleton<IModelProfiles, ModelTable>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.SetKebabCaseEndpointNameFormatter();
                bus.AddGeneratorConsumers();
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            })
            .BuildServiceProvider(validateScopes: true);
        var harness = services.GetRequiredService<ITestHarness>();
        await harness.Start();
        var take = TakeFactory.Picture() with { Deadline = DateTimeOffset.MaxValue };

        var endpoint = await harness.Bus.GetSendEndpoint(new Uri("queue:generator"));
        await endpoint.Send(take);
        (await harness.Published.Any<GenerationCompleted>(m => m.Context.Message.TakeId == take.TakeId)).ShouldBeTrue();
        await endpoint.Send(take);
        await harness.InactivityTask;

        var answers = harness.Published.Select<GenerationCompleted>().Select(m => m.Context.Message).ToArray();
        answers.Length.ShouldBe(2);
        answers[1].ShouldBe(answers[0]);
        answers[0].Success.ShouldBeTrue();
        answers[0].CorrelationId.ShouldBe(take.CorrelationId);
        (await File.ReadAllLinesAsync(_folder["jobs/jobs.jsonl"])).Length.ShouldBe(1);
    }
}
