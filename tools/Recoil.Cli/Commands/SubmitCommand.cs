using System.CommandLine;
using Recoil.Cli.Submitting;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil submit PLAN</c>.</summary>
internal sealed class SubmitCommand : Command, IHasExamples
{
    private readonly PlanArguments _plan;
    private readonly Option<bool> _wait = new("--wait") { Description = "Follow the run to its end, as run does." };
    private readonly Option<string?> _data = TypedOption.Data();
    private readonly Option<bool> _json = TypedOption.Json();

    public SubmitCommand(CommandEnvironment environment)
        : base("submit", "Hand a plan to the services that run.")
    {
        _plan = new PlanArguments(this);
        Add(_wait);
        Add(_data);
        Add(_json);
        SetAction((parsed, stop) => new SubmitSession(environment, new SubmitOptions
        {
            Plan = _plan.Typed(parsed),
            Wait = parsed.GetValue(_wait),
            Data = parsed.GetValue(_data),
            Json = parsed.GetValue(_json),
        }).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil submit examples/pilot.json                  prints the run id; the services make it
          recoil submit examples/pilot.json --wait           shows it until it ends; exit codes as of run
          recoil submit plan.json --wait --json > result.json

        The same plan submitted again is the same run: it is followed, and nothing is bought twice. Another plan under its
        run id is refused. With --models, start the services with the same file in Models__File.
        """;
}
