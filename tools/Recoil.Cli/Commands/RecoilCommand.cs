using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Recoil.Cli.Bench;
using Recoil.Cli.Chaos;
using Recoil.Models;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary>The <c>recoil</c> command with all that belongs to it.</summary>
internal static class RecoilCommand
{
    private const string Examples = """
        Examples:
          recoil run examples/pilot.json --budget 5          all in one process; results in out/<run id>
          recoil up --generators 2                           the services as processes of this machine
          recoil submit examples/pilot.json --wait           the same plan through them
          recoil COMMAND --help                              options and examples of a command
        """;

    private const string ExitCodes = """

        Exit codes:
          0  done; every shot was accepted    2  the plan, an option or a setting is wrong
          3  people have to look at a shot    1  it could not be done, or internal error         130  stopped
        """;

    /// <summary>Runs the command line.</summary>
    /// <returns>The process's exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, CommandEnvironment environment, CancellationToken stop)
    {
        var root = new RootCommand("Runs AI film shots: generates, looks at every take, keeps to the budget, and hands to people what machines cannot settle.")
        {
            new RunCommand(environment),
            new ImportCommand(environment),
            new EstimateCommand(environment),
            new UpCommand(environment),
            new DownCommand(environment),
            new SubmitCommand(environment),
            new WatchCommand(environment),
            new StatusCommand(environment),
            new ReviewCommand(environment),
            new JudgeCommand(environment),
            new RemakeCommand(environment),
            PauseCommand.Pause(environment),
            PauseCommand.Resume(environment),
            new PriorityCommand(environment),
            new BudgetCommand(environment),
            new ProvidersCommand(environment),
            new CancelCommand(environment),
            new ErrorsCommand(environment),
            new BenchCommand(environment),
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

        await environment.Error.WriteLineAsync($"Try '{FullName(command)} --help'.");
        return ExitCode.Usage;
    }

    private static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : "recoil";

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(ExamplesOf(parseResult.CommandResult.Command));
            parseResult.InvocationConfiguration.Output.WriteLine(ExitCodes);
            return code;
        }

        private static string ExamplesOf(Command command) => command switch
        {
            IHasExamples own => own.Examples,
            _ when command.Parents.OfType<Command>().FirstOrDefault() is { } parent => ExamplesOf(parent),
            _ => Examples,
        };
    }
}
