using System.CommandLine;
using Recoil.Cli.Judging;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil judge</c>: how good judges are.</summary>
internal sealed class JudgeCommand : Command, IHasExamples
{
    public JudgeCommand(CommandEnvironment environment)
        : base("judge", "See how far the critic and its judges agree with people.")
    {
        Add(new EvaluateCommand(environment));
    }

    public string Examples => """
        Examples:
          recoil judge evaluate                      against the decisions of all reviews in the store
          recoil judge evaluate --project harbour
          recoil judge evaluate --json
        """;

    private sealed class EvaluateCommand : Command
    {
        private readonly Option<string?> _project = TypedOption.Text("--project", "NAME", "Only decisions on this project's shots.");
        private readonly Option<string?> _data = TypedOption.Data();
        private readonly Option<bool> _json = TypedOption.Json();

        public EvaluateCommand(CommandEnvironment environment)
            : base("evaluate", "Compare findings with people's decisions: precision and recall of each failure mode.")
        {
            Add(_project);
            Add(_data);
            Add(_json);
            SetAction((parsed, stop) => new EvaluateSession(environment, parsed.GetValue(_data), parsed.GetValue(_project), parsed.GetValue(_json)).RunAsync(stop));
        }
    }
}
