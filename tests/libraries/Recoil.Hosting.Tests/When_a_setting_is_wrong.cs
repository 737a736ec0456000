using System.Diagnostics;

namespace Recoil.Hosting.Tests;

[Needs(Need.Process)]
public sealed class When_a_setting_is_wrong
{
    [Theory]
    [InlineData("Recoil.Budget", "Transport__Port", "0", "recoil budget: Setting Transport:Port is 0. Give a port from 1 to 65535; RabbitMQ's is 5672. In the environment it is written Transport__Port.")]
    [InlineData("Recoil.Budget", "Storage__Kind", "paper", "recoil budget: Setting Storage:Kind is \"paper\". Give embedded or mongodb.")]
    [InlineData("Recoil.Budget", "Storage__Kind", "mongodb", "recoil budget: Setting Storage:WriteConcern is \"most\". Give majority, ")]
    [InlineData("Recoil.Budget", "Shutdown__Timeout", "soon", "recoil budget: Setting Shutdown:Timeout is \"soon\". Give a time such as 00:00:30. In the environment it is written Shutdown__Timeout.")]
    [InlineData("Recoil.Generator", "Generator__PolInterval", "2", "recoil generator: Setting Generator:PolInterval is not known. Did you mean PollInterval? In the environment it is written Generator__PollInterval.")]
    [InlineData("Recoil.Shots", "Models__File", "none.json", "recoil shots: ")]
    public async Task Should_say_so_in_one_line_and_end_with_2(string service, string name, string value, string said)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{service}.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateTempSubdirectory("recoil-setting-").FullName,
        };
        start.Environment["Storage__WriteConcern"] = "most";
        start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);

            (await error).ShouldStartWith(said);
            (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
            (await output).ShouldBeEmpty();
            process.ExitCode.ShouldBe(2);
        }
        finally
        {
            Directory.Delete(start.WorkingDirectory, recursive: true);
        }
    }
}
