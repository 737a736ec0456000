using System.CommandLine;
using Recoil.Cli.Statuses;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil status</c>.</summary>
internal sealed class StatusCommand : Command, IHasExamples
{
    private readonly Argument<string?> _run = new("RUN")
    {
        Description = "A run, as RUN or PROJECT/RUN; without it the newest runs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _project = TypedOption.Text("--project", "NAME", "Only runs of this project.");
    private readonly Option<bool> _json = TypedOption.Json();
    private readonly Option<string?> _data = TypedOption.Data();

    public StatusCommand(CommandEnvironment environment)
        : base("status", "Show the status of runs and shots.")
    {
        Add(_run);
        Add(_project);
        Add(_json);
        Add(_data);
        SetAction((parsed, stop) => new StatusSession(environment, new StatusOptions
        {
            Run = parsed.GetValue(_run),
            Project = parsed.GetValue(_project),
            Json = parsed.GetValue(_json),
            Data = parsed.GetValue(_data),
        }).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil status                                      the newest runs: counts and money
          recoil status pilot/run_4a96c424                   every shot of a run
          recoil status --project pilot --json

        It reads the store, also while nothing runs.
        """;
}
