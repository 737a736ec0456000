using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Recoil.Deploy.Tests.Publishing;

/// <summary>What <c>infra/pack</c> makes is what its users install.</summary>
[Needs(Need.Process)]
public sealed class When_packages_are_packed : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();

    private string Packages => _folder["packages"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_libraries_have_what_a_package_needs_and_the_tool_runs_after_its_installation()
    {
        await RunAsync(Repository.PathOf("infra", "pack"), [Packages]);

        (await DependenciesOfLibraryAsync("Recoil.Contracts")).ShouldBeEmpty("contracts reference nothing");
        (await DependenciesOfLibraryAsync("Recoil.Models")).ShouldBeEmpty();
        (await DependenciesOfLibraryAsync("Recoil.Plans")).ShouldBe(["Recoil.Contracts", "Recoil.Models", "ADRaffy.ENSNormalize"], ignoreOrder: true);

        var tool = Path.GetFileNameWithoutExtension(Directory.GetFiles(Packages, "Recoil.Cli.*.nupkg").ShouldHaveSingleItem());
        var version = tool["Recoil.Cli.".Length..];
        await RunAsync("dotnet", ["tool", "install", "Recoil.Cli", "--version", version, "--source", Packages, "--tool-path", _folder["tool"]]);
        (await RunAsync(_folder["tool/recoil"], ["--version"])).Trim().ShouldStartWith(version);

        var plan = _folder.Write("plan.json", """
            {
              "project": "harbour", "run_id": "installed", "model": "rehearsal", "budget": { "episode_cap": 1.00 },
              "shots": [{ "shot_id": "SH010", "prompt": "WIDE. A fishing harbour before sunrise." }]
            }
            """);
        (await RunAsync(_folder["tool/recoil"], ["run", plan])).ShouldContain("1 ok; $0.04 of $1.00 spent");
        Directory.GetFiles(_folder.Path, "SH010_a1t1.png", SearchOption.AllDirectories).ShouldHaveSingleItem();

        // The services are in the package, too; without their native libraries they would end at once.
        try
        {
            var started = await RunAsync(_folder["tool/recoil"], ["up"]);
            started.ShouldContain("shots 1");
            started.ShouldNotContain("not healthy");
        }
        finally
        {
            await RunAsync(_folder["tool/recoil"], ["down"]);
        }
    }

    private async Task<IReadOnlyList<string>> DependenciesOfLibraryAsync(string name)
    {
        Directory.GetFiles(Packages, $"{name}.*.snupkg").ShouldHaveSingleItem();
        await using var package = await ZipFile.OpenReadAsync(Directory.GetFiles(Packages, $"{name}.*.nupkg").ShouldHaveSingleItem());
        package.GetEntry("README.md").ShouldNotBeNull();
        package.GetEntry($"lib/net10.0/{name}.dll").ShouldNotBeNull();
        package.GetEntry($"lib/net10.0/{name}.xml").ShouldNotBeNull("the docstrings");
        var specification = XDocument.Load(package.GetEntry($"{name}.nuspec")!.Open()).Root!.Elements().Single();
        ValueOf(specification, "license").ShouldBe("Apache-2.0");
        ValueOf(specification, "readme").ShouldBe("README.md");
        ValueOf(specification, "authors").ShouldBe("The Recoil.Bus authors");
        return [.. specification.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value)];
    }

    private static string? ValueOf(XElement specification, string name) => specification.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    /// <summary>Runs a command in the folder and returns what it printed.</summary>
    private async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(s_limit);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
    }
}
