using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil run PLAN</c>.</summary>
internal sealed class RunCommand : Command, IHasExamples
{
    private readonly PlanArguments _plan;
    private readonly Option<string?> _out = TypedOption.Text("--out", "DIR", "Folder for takes and reports [default: out/<run id>].");
    private readonly Option<string?> _data = TypedOption.Text("--data", "DIR", "Folder for what a run remembers [default: .recoil in the output folder].");
    private readonly Option<bool> _emulators = new("--emulators") { Description = "Buy at emulated providers in this process: no key, no money." };
    private readonly Option<bool> _json = TypedOption.Json();
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Log what the services do, not only warnings." };

    public RunCommand(CommandEnvironment environment)
        : base("run", "Bring every shot of a plan to its end in this process, then write the reports.")
    {
        Add(_out);
        Add(_data);
        _plan = new PlanArguments(this);
        Add(_emulators);
        Add(_json);
        Add(_verbose);
        SetAction((parsed, stop) => new RunSession(environment, Typed(parsed)).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil run examples/minimal.json                   one shot, results in out/<run id>
          recoil run examples/pilot.json --budget 5          spend at most 5 US dollars
          recoil run plan.json --out review --parallel 2     results in review/, two shots at once
          recoil run examples/pilot-emulated.json --emulators
          recoil run plan.json --json > result.json          one JSON document for a script

        A stopped or interrupted run resumes where it stopped: repeat the command.
        """;

    private RunOptions Typed(ParseResult parsed) => new()
    {
        Plan = _plan.Typed(parsed) with { NeedsKeys = true },
        Emulators = parsed.GetValue(_emulators),
        Out = parsed.GetValue(_out),
        Data = parsed.GetValue(_data),
        LogLevel = parsed.GetValue(_verbose) ? LogLevel.Information : LogLevel.Warning,
        Json = parsed.GetValue(_json),
    };
}
