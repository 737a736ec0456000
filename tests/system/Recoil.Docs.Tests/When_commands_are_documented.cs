namespace Recoil.Docs.Tests;

/// <summary>Every command of the manual is run here, is run by a named test, or is listed as run by nothing.</summary>
public sealed class When_commands_are_documented
{
    private const string Begin = "<!-- commands not run: begin -->";
    private const string End = "<!-- commands not run: end -->";
    private const string Broker = "tests/tools/Recoil.Cli.Broker.Tests/";

    // The command's beginning, and the file of the test that runs it.
    private static readonly (string Command, string Test)[] s_covered =
    [
        ("./recoil run examples/minimal.json", "tests/system/Recoil.Docs.Tests/When_a_documented_run_is_made.cs"),
        ("./recoil run --help", "tests/tools/Recoil.Cli.Tests/Commands/RunCommandTests.cs"),
        ("./recoil run examples/pilot.json", "tests/system/Recoil.EndToEnd.Tests/PilotTests.cs"),
        ("./recoil import examples/shots.csv", "tests/tools/Recoil.Cli.Tests/Importing/ImportCommandTests.cs"),
        ("./recoil estimate examples/pilot.json", "tests/tools/Recoil.Cli.Tests/Importing/ImportCommandTests.cs"),
        ("./recoil up", Broker + "UpAndDownTests.cs"),
        ("./recoil down", Broker + "FromNothingAndBackTests.cs"),
        ("./recoil submit", Broker + "SubmitAndWatchTests.cs"),
        ("./recoil status", Broker + "SubmitAndWatchTests.cs"),
        ("./recoil review list", Broker + "ReviewTests.cs"),
        ("./recoil errors list", Broker + "ErrorsTests.cs"),
        ("./recoil bench --rabbitmq", Broker + "BenchTests.cs"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT=", "tests/libraries/Recoil.Hosting.Tests/Telemetry/When_a_shot_is_traced.cs"),
        ("./test", ".ci/run"),
        ("dotnet test tests/services/Recoil.Shots.Tests --filter SeedParity", ".ci/run"),
    ];

    [Fact]
    public void Those_that_nothing_runs_are_listed()
    {
        var path = Repository.PathOf("docs", "guarantees.md");
        var text = File.ReadAllText(path);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var list = $"\n\n{string.Concat(NotRun().Select(command => $"    {command}\n"))}\n";
        if (Environment.GetEnvironmentVariable("RECOIL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..start] + list + text[end..]);
            return;
        }

        text[start..end].ShouldBe(list, "Run this test with RECOIL_UPDATE_DOCS=1, or name the test that runs the command.");
    }

    [Fact]
    public void The_tests_that_run_the_others_exist_and_each_is_needed()
    {
        var commands = MarkdownFile.Manual.SelectMany(file => file.Commands).ToList();
        foreach (var (command, test) in s_covered)
        {
            File.Exists(Repository.PathOf(test)).ShouldBeTrue(test);
            commands.ShouldContain(documented => documented.StartsWith(command, StringComparison.Ordinal), $"{command} stands in no document");
        }
    }

    private static IEnumerable<string> NotRun() => MarkdownFile.Manual
        .SelectMany(file => file.Path == "docs/guarantees.md" ? CommandsBeforeTheList(file) : file.Commands)
        .Where(command => !Array.Exists(s_covered, covered => command.StartsWith(covered.Command, StringComparison.Ordinal)))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> CommandsBeforeTheList(MarkdownFile file) =>
        (file with { Lines = [.. file.Lines.TakeWhile(line => line != Begin)] }).Commands;
}
