using Recoil.Chaos;
using Recoil.Local;
using Recoil.Local.Processes;
using Xunit.Abstractions;

namespace Recoil.Crash.Tests;

public sealed class When_services_are_killed_again_and_again(ITestOutputHelper output)
{
    [Fact]
    public async Task Should_keep_every_promise()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "left");
        if (LocalServices.Read(folder) is { } leftBehind)
            await leftBehind.StopAsync(CancellationToken.None);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        var options = new ChaosOptions { DataFolder = folder, Duration = TimeSpan.FromSeconds(90) };
        var report = await new ChaosRun(options, output.WriteLine).RunAsync(CancellationToken.None);

        output.WriteLine(report.ToString());
        report.Findings.ShouldBeEmpty(report.ToString());
        report.Shots.ShouldBe(300);
        report.Kills.Keys.ShouldBe(ServiceName.All, ignoreOrder: true);
        report.Kills.Values.ShouldAllBe(count => count == options.Kills / ServiceName.All.Count);
        report.BrokerRestarts.ShouldBe(2);
        report.ConnectionClosures.ShouldBe(3);
        ((double)report.Duplicated / report.MessagesSeen).ShouldBeGreaterThan(0.04);
        ((double)report.Delayed / report.MessagesSeen).ShouldBeGreaterThan(0.04);
    }
}
