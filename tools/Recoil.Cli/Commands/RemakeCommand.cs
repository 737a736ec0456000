using System.CommandLine;
using Recoil.Cli.Remaking;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil remake</c>.</summary>
internal sealed class RemakeCommand : Command, IHasExamples
{
    private readonly Argument<string> _run = new("RUN") { Description = "The run, as RUN or PROJECT/RUN." };
    private readonly Argument<string[]> _shots = new("SHOT") { Description = "The shots to make again.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _after = TypedOption.Text("--after", "SHOT", "All shots that are made from this one's take, directly or through others.");
    private readonly Option<string?> _prompt = TypedOption.Text("--prompt", "TEXT", "The prompt to use from now on; with one SHOT only.");
    private readonly Option<decimal?> _extra = TypedOption.Dollars("--extra", "What the shot may cost more, beyond both caps; with one SHOT only.");
    private readonly Option<string?> _by = TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
    private readonly Option<string?> _note = TypedOption.Text("--note", "TEXT", "Why, for those who read it later.");
    private readonly Option<string?> _project = TypedOption.Text("--project", "NAME", "The run's project.");
    private readonly Option<string?> _data = TypedOption.Data();

    public RemakeCommand(CommandEnvironment environment)
        : base("remake", "Make shots of a run again that have ended, or all that was built on one.")
    {
        this.Require(_run, "Name a run, such as pilot/run_4a96c424, and its shots.");
        Add(_shots);
        Add(_after);
        Add(_prompt);
        Add(_extra);
        Add(_by);
        Add(_note);
        Add(_project);
        Add(_data);
        Validators.Add(result =>
        {
            if (result.GetResult(_run) is not { Tokens.Count: > 0 })
                return;
            var shots = result.GetResult(_shots)?.Tokens.Count ?? 0;
            if (shots == 0 && result.GetResult(_after) is null)
                result.AddError("SHOT: missing. Name the shots to make again, or --after SHOT for all that was built on one.");
            else if (shots != 1 && result.GetResult(_prompt) is not null)
                result.AddError("--prompt: goes with exactly one SHOT.");
            else if (shots != 1 && result.GetResult(_extra) is not null)
                result.AddError("--extra: goes with exactly one SHOT.");
        });
        SetAction((parsed, stop) => new RemakeSession(environment, new RemakeOptions
        {
            Run = parsed.GetRequiredValue(_run),
            Project = parsed.GetValue(_project),
            Shots = parsed.GetValue(_shots) ?? [],
            After = parsed.GetValue(_after),
            Prompt = parsed.GetValue(_prompt),
            ExtraBudget = parsed.GetValue(_extra) ?? 0,
            By = parsed.GetValue(_by),
            Note = parsed.GetValue(_note),
            Data = parsed.GetValue(_data),
        }).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil remake pilot/run_4a96c424 SH010 --prompt "WIDE. The lamp is lit."
          recoil remake pilot/run_4a96c424 --after SH010     what was made from its take
          recoil remake pilot/run_4a96c424 SH010 --after SH010

        A shot counts as accepted again when it has been made; what is made from it waits for that. A run that has ended goes on.
        """;
}
