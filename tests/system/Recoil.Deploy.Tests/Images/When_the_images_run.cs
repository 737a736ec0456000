using Recoil.Broker.Testing;
using Recoil.Hosting.Transport;
using Recoil.Local.Processes;
using Recoil.MongoDb.Testing;

namespace Recoil.Deploy.Tests.Images;

/// <summary>Every image's program, as the Dockerfile publishes and starts it, on a real broker. Only Docker itself is missing.</summary>
[Needs(Need.Broker)]
public sealed class When_the_images_run(PublishedImages images, BrokerFixture broker) : IClassFixture<PublishedImages>, IClassFixture<BrokerFixture>
{
    private static readonly Image s_budget = Dockerfile.ImageOf("budget");
    private static readonly Image s_command = Dockerfile.ImageOf("recoil");

    [Fact]
    public async Task Should_make_a_shot_together_and_end_with_0_on_SIGTERM()
    {
        await using var containers = new Containers(images, broker.Transport);
        await MakeAShotAndStopAsync(containers);
        Directory.GetFiles(containers.Folder, "*_a1t1.png", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    [Needs(Need.MongoDb)]
    public async Task Should_do_so_on_MongoDB()
    {
        await using var database = new MongoDatabase(await MongoDbServer.ConnectionStringAsync());
        await using var containers = new Containers(images, broker.Transport, database.Settings);
        await MakeAShotAndStopAsync(containers);
    }

    [Fact]
    public void Should_have_been_published_by_the_Dockerfile_s_very_command_with_MongoDB_s_driver()
    {
        foreach (var image in Dockerfile.Images)
            File.Exists(Path.Combine(images.ProgramOf(image), "MongoDB.Driver.dll")).ShouldBeTrue(image.Target);
    }

    [Fact]
    public async Task Should_need_no_right_and_not_be_able_to_get_one()
    {
        Assert.SkipUnless(Unprivileged.IsPossible, "becoming another user takes root, setpriv and a dotnet that everybody can reach");
        await using var containers = new Containers(images, broker.Transport);
        containers.Start(s_budget);
        await containers.ReadyAsync(s_budget);

        var lines = await File.ReadAllLinesAsync($"/proc/{containers[s_budget].Id}/status");
        var status = lines.Select(line => line.Split('\t')).ToDictionary(line => line[0], StringComparer.Ordinal);
        status["Uid:"][1..].ShouldAllBe(id => id == Unprivileged.Nobody.ToString());
        foreach (var rights in new[] { "CapInh:", "CapPrm:", "CapEff:", "CapBnd:" })
            status[rights][1].Trim('0').ShouldBeEmpty(rights);
        status["NoNewPrivs:"][1].ShouldBe("1");
    }

    [Fact]
    public async Task Should_be_unhealthy_when_the_broker_is_not_there_and_when_nothing_runs()
    {
        await using var containers = new Containers(images, new TransportOptions { Host = "127.0.0.1", Port = FreePort.Take(1)[0] });
        containers.Start(s_budget);
        await Eventually.TrueAsync(
            async () => (await containers.HealthAsync(s_budget)).Output.Contains("Unhealthy", StringComparison.Ordinal), () => "the budget service to be unhealthy");
        (await containers.HealthAsync(s_budget)).ExitCode.ShouldBe(1);

        containers[s_budget].Terminate();
        (await containers[s_budget].EndAsync()).ShouldBe(0, containers[s_budget].Output);
        var (exitCode, output) = await containers.HealthAsync(s_budget);
        exitCode.ShouldBe(1);
        output.ShouldStartWith("recoil budget: http://127.0.0.1:");
        output.ShouldContain("/health/ready does not answer: ");
        output.ShouldNotContain('\n');
    }

    private static async Task MakeAShotAndStopAsync(Containers containers)
    {
        var services = Dockerfile.Images.Where(image => image != s_command).ToList();
        foreach (var service in services)
            containers.Start(service);
        await Task.WhenAll(services.Select(containers.ReadyAsync));
        foreach (var (service, health) in services.Zip(await Task.WhenAll(services.Select(containers.HealthAsync))))
            health.ExitCode.ShouldBe(0, $"{service}: {health.Output}");

        var plan = Path.Combine(containers.Folder, "plan.json");
        await File.WriteAllTextAsync(plan, $$"""
            {
              "project": "harbour", "run_id": "deploy-{{Guid.NewGuid():N}}", "model": "animatic-keyframe", "budget": { "episode_cap": 2.00 },
              "shots": [{ "shot_id": "SH010", "prompt": "WIDE. A fishing harbour before sunrise. One lit window." }]
            }
            """);
        var (exitCode, said) = await containers.RunAsync(s_command, "submit", plan, "--wait");
        exitCode.ShouldBe(0, said);

        foreach (var service in services)
            containers[service].Terminate();
        foreach (var service in services)
            (await containers[service].EndAsync()).ShouldBe(0, $"{service}: {containers[service].Output}");
    }
}
