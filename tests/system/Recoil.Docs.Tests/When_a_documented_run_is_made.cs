using System.Diagnostics;

namespace Recoil.Docs.Tests;

/// <summary>The commands of the manual that run one shot, as they are written.</summary>
[Needs(Need.Process)]
[Needs(Need.Ffmpeg)]
public sealed class When_a_documented_run_is_made : IDisposable
{
    private const string Run = "./recoil run examples/minimal.json";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands =>
        [.. MarkdownFile.Manual.SelectMany(file => file.Commands).Where(command => command.StartsWith(Run, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Its_shot_ends_and_the_report_is_there(string command)
    {
        var arguments = command.Split(' ')[1..];
        _folder.Write("examples/minimal.json", await File.ReadAllTextAsync(Repository.PathOf("examples", "minimal.json"), TestContext.Current.CancellationToken));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "recoil.dll"), .. arguments])
        {
            WorkingDirectory = _folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start).ShouldNotBeNull();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        process.ExitCode.ShouldBe(0, $"{await output}{await errors}");
        Directory.GetFiles(_folder.Path, "report.html", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }
}
