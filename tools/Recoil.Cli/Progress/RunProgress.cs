using Recoil.Cli.Commands;
using Recoil.Contracts;
using Spectre.Console;

namespace Recoil.Cli.Progress;

/// <summary>Chooses how a run is shown: drawn for a person at a terminal, in lines otherwise.</summary>
internal static class RunProgress
{
    public static IRunProgress Of(RunRequested run, CommandEnvironment environment) => environment.ErrorIsTerminal
        ? new LiveProgress(run, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Error) }), environment.Time)
        : new PlainProgress(run, environment.Error);
}
