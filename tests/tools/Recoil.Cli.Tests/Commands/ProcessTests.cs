using System.Diagnostics;
using Recoil.Cli.Commands;
using Recoil.Cli.Tests.Fixtures;

namespace Recoil.Cli.Tests.Commands;

/// <summary>The built program itself, as a shell starts it.</summary>
[Needs(Need.Process)]
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_program_reports_a_mistake_on_stderr_and_ends_with_2()
    {
        _folder.Write("plan.json", "{}");

        var (code, output, error) = await RecoilAsync("run", "plan.json");

        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.ShouldContain("plan.json: $.project: missing. Name the project that the run belongs to.");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_program_shows_its_help()
    {
        var (code, output, error) = await RecoilAsync("--help");

        (code, error).ShouldBe((ExitCode.Ok, ""));
        output.ShouldContain("Usage:");
        output.ShouldContain("  recoil [command] [options]");
    }

    private async Task<(int Code, string Out, string Error)> RecoilAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "recoil.dll"), .. arguments])
        {
            WorkingDirectory = _folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }
}
