using System.CommandLine;
using Recoil.Cli.Estimates;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil estimate PLAN</c>.</summary>
internal sealed class EstimateCommand : Command, IHasExamples
{
    private readonly PlanArguments _plan;
    private readonly Option<int?> _acceptance = TypedOption.Number(
        "--acceptance", $"How many of 100 takes are taken to be good, for what is expected; {EstimateText.AcceptancePercent} when absent.", 1, 100);
    private readonly Option<bool> _json = TypedOption.Json();

    public EstimateCommand(CommandEnvironment environment)
        : base("estimate", "Say what a plan may cost, before anything is spent.")
    {
        _plan = new PlanArguments(this);
        Add(_acceptance);
        Add(_json);
        SetAction((parsed, stop) => new EstimateSession(environment, _plan.Typed(parsed), parsed.GetValue(_acceptance), parsed.GetValue(_json)).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil estimate examples/pilot.json                expected and greatest cost of every shot and scene
          recoil estimate plan.json --budget 40              the same under another cap
          recoil estimate plan.json --json > estimate.json

        Nothing is started. "Greatest" is what the shots cost when every take that the rules and the caps allow is made and billed
        as the models file says; "expected" takes so many of 100 takes to be good. An unknown price makes an unknown total.
        """;
}
