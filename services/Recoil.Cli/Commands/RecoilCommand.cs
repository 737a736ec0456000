using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Recoil.Cli.Bench;
using Recoil.Cli.Chaos;
using Recoil.Cli.Plans;

namespace Recoil.Cli.Commands;

/// <summary>The <c>recoil</c> command with all that belongs to it.</summary>
internal static class RecoilCommand
{
    private const string Examples = """
        Examples:
          recoil run examples/minimal.json                   one shot, results in out/<run id>
          recoil run examples/pilot.json --budget 5          spend at most 5 US dollars
          recoil run plan.json --out review --parallel 2     results in review/, two shots at once
          recoil run plan.json --json > result.json          one JSON document for a script

        A stopped or interrupted run goes on where it stopped: give the same command again.

        Exit codes:
          0  every shot was accepted          2  the plan or a setting is wrong
          3  people have to look at a shot    1  internal error         130  stopped
        """;

    /// <summary>Runs the command line.</summary>
    /// <returns>The process's exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, CommandEnvironment environment, CancellationToken stop)
    {
        var root = new RootCommand("Runs AI film shots: generates, looks at every take, keeps to the budget, and hands to people what machines cannot settle.")
        {
            new RunCommand(environment),
            new BenchCommand(environment.Out),
            new ChaosCommand(environment),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show this help.";
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        foreach (var version in root.Options.OfType<VersionOption>())
            version.Description = "Show the version.";

        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction or null)
            return await ExplainAsync(parsed, environment);

        var configuration = new InvocationConfiguration
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, stop);
    }

    private static async Task<int> ExplainAsync(ParseResult parsed, CommandEnvironment environment)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(sub => sub.Name)).ToArray();
        if (parsed.UnmatchedTokens is { Count: > 0 } unmatched)
        {
            var near = Spelling.Nearest(unmatched[0], known);
            await environment.Error.WriteLineAsync($"{Shown.OneLine(unmatched[0])}: not understood.{(near is null ? "" : $" Did you mean {near}?")}");
        }
        else
        {
            foreach (var error in parsed.Errors)
                await environment.Error.WriteLineAsync(error.Message);
        }

        var name = command is RootCommand ? "recoil" : $"recoil {command.Name}";
        await environment.Error.WriteLineAsync($"Try '{name} --help'.");
        return ExitCode.Usage;
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(Examples);
            return code;
        }
    }
}
