using System.Diagnostics;
using Recoil.Broker.Testing;

namespace Recoil.Deploy.Tests.Compose;

/// <summary>The real <c>docker-compose config</c>, which needs no Docker engine.</summary>
[Needs(Need.Process)]
public sealed class When_docker_compose_reads_it
{
    private static readonly Lazy<IReadOnlyList<string>?> s_command = new(() =>
        new[] { new[] { "docker-compose" }, ["docker", "compose"] }.FirstOrDefault(command => TryRun([.. command, "version"]) is { ExitCode: 0 }));

    [Fact]
    public void Should_accept_it_with_all_secrets()
    {
        var (exitCode, output) = Config(ComposeFile.Secrets);
        exitCode.ShouldBe(0, output);
        var services = Yaml.Read("docker-compose config", output)["services"];
        services.Entries.Select(service => service.Name).ShouldBeSubsetOf(ComposeFile.Services.Keys, StringComparer.Ordinal);
        services["generator"]["environment"]["Storage__ConnectionString"].Text.ShouldBe("mongodb://recoil:secret@mongodb:27017/?authSource=recoil");
    }

    [Fact]
    public void Should_refuse_it_without_any_one_of_them_and_say_what_to_do()
    {
        foreach (var missing in ComposeFile.Secrets)
        {
            var (exitCode, output) = Config(ComposeFile.Secrets.Where(secret => secret != missing));
            exitCode.ShouldNotBe(0, missing);
            output.ShouldContain("Copy .env.example to .env and give the ");
        }
    }

    private static (int ExitCode, string Output) Config(IEnumerable<string> secrets)
    {
        Assert.SkipWhen(s_command.Value is null, "docker-compose is not installed; infra/setup deploy installs it");
        var folder = Directory.CreateDirectory(TestFolder.Of("compose")).FullName;
        var file = Path.Combine(folder, "environment");
        File.WriteAllLines(file, secrets.Select(secret => $"{secret}=secret"));
        return TryRun([.. s_command.Value, "-f", ComposeFile.Path, "--env-file", file, "config"])!.Value;
    }

    private static (int ExitCode, string Output)? TryRun(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What a developer has in the shell would go before the file.
        foreach (var variable in ComposeFile.Secrets.Concat(ComposeFile.Choices))
            start.Environment.Remove(variable);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
