using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Recoil.TestRunner;

/// <summary>What a test assembly's process left.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Results">One for every test that ended.</param>
/// <param name="Breakage">Why its results cannot be relied on although no test failed; null when they can.</param>
/// <param name="Output">What its process wrote.</param>
/// <param name="Took">How long it ran.</param>
internal sealed record AssemblyRun(TestAssembly Assembly, IReadOnlyList<TestResult> Results, string? Breakage, string Output, TimeSpan Took)
{
    public int Count(Outcome outcome) => Results.Count(result => result.Outcome == outcome);

    /// <summary>Whether it ran to its end without a failure.</summary>
    public bool IsGood => Breakage is null && Count(Outcome.Failed) == 0;

    /// <summary>Runs the assembly's tests and waits for their end.</summary>
    /// <param name="assembly">The assembly, which has been built.</param>
    /// <param name="arguments">Which of its tests are run.</param>
    /// <param name="folder">Where its results file goes.</param>
    public static async Task<AssemblyRun> RunAsync(TestAssembly assembly, Arguments arguments, string folder)
    {
        var report = Path.Combine(folder, $"{assembly.Name}.ctrf.json");
        var begun = Stopwatch.GetTimestamp();
        if (!File.Exists(assembly.Program))
            return new AssemblyRun(assembly, [], $"{assembly.Program} has not been built.", "", TimeSpan.Zero);

        using var process = Process.Start(new ProcessStartInfo(assembly.Program, ["-noColor", "-noLogo", "-reporter", "quiet", "-result-ctrf", report, .. Selection(arguments)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        await Task.WhenAll(CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, output));
        await process.WaitForExitAsync();

        var (results, breakage) = Read(report);
        if (breakage is null && process.ExitCode != 0 && results.All(result => result.Outcome != Outcome.Failed))
            breakage = $"its process ended with {process.ExitCode} although no test failed.";
        return new AssemblyRun(assembly, results, breakage, output.ToString(), Stopwatch.GetElapsedTime(begun));
    }

    private static IEnumerable<string> Selection(Arguments arguments)
    {
        // The runner takes either its own filters or one in the language of dotnet test.
        if (arguments is { Fast: true, Filter: { } filter })
            return ["-filterVSTest", $"(Needs!=broker)&(Needs!=ffmpeg)&(Needs!=mongodb)&(Needs!=process)&({filter})"];
        if (arguments.Fast)
            return ["-trait-", "Needs=*"];
        return arguments.Filter is null ? [] : ["-filterVSTest", arguments.Filter];
    }

    private static (IReadOnlyList<TestResult> Results, string? Breakage) Read(string report)
    {
        try
        {
            return (TestResult.Read(report), null);
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or KeyNotFoundException)
        {
            return ([], $"its results cannot be read: {unreadable.Message}");
        }
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (to)
                to.AppendLine(line);
        }
    }
}
