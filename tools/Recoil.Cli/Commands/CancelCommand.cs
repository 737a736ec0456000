using System.CommandLine;
using Recoil.Cli.Cancelling;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil cancel</c>.</summary>
internal sealed class CancelCommand : Command, IHasExamples
{
    private readonly Argument<string> _what = new("WHAT") { Description = "RUN, RUN/SHOT, PROJECT/RUN or PROJECT/RUN/SHOT." };
    private readonly Option<string?> _by = TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
    private readonly Option<string?> _reason = TypedOption.Text("--reason", "TEXT", "Why, for those who read it later.");
    private readonly Option<string?> _data = TypedOption.Data();

    public CancelCommand(CommandEnvironment environment)
        : base("cancel", "Make nothing more for a run or a shot. What is bought already is taken in and paid.")
    {
        this.Require(_what, "Name a run or a shot, such as pilot/run_4a96c424/SH010.");
        Add(_by);
        Add(_reason);
        Add(_data);
        SetAction((parsed, stop) => new CancelSession(environment, new CancelOptions
        {
            What = parsed.GetRequiredValue(_what),
            By = parsed.GetValue(_by),
            Reason = parsed.GetValue(_reason),
            Data = parsed.GetValue(_data),
        }).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil cancel run_4a96c424                         the whole run
          recoil cancel pilot/run_4a96c424/SH010 --reason "rewritten"

        Shots that have ended stay as they are.
        """;
}
