using System.CommandLine;
using Recoil.Cli.Steering;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil pause</c> and <c>recoil resume</c>.</summary>
internal sealed class PauseCommand : Command, IHasExamples
{
    private readonly Argument<string?> _what = new("WHAT") { Description = "PROJECT, PROJECT/RUN or RUN.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _account = TypedOption.Text("--account", "PROVIDER", "The account of a provider instead.");
    private readonly Option<string?> _by = TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
    private readonly Option<string?> _reason = TypedOption.Text("--reason", "TEXT", "Why, for those who read it later.");
    private readonly Option<string?> _data = TypedOption.Data();

    private PauseCommand(CommandEnvironment environment, string name, bool pauses, string description)
        : base(name, description)
    {
        Add(_what);
        Add(_account);
        Add(_by);
        if (pauses)
            Add(_reason);
        Add(_data);
        Validators.Add(result =>
        {
            var named = result.GetResult(_what) is { Tokens: [{ Value.Length: > 0 }] };
            if (named == result.GetResult(_account) is not null)
                result.AddError("WHAT: name a project or a run, such as pilot/run_4a96c424, or a provider with --account.");
        });
        SetAction((parsed, stop) => new SteeringSession(environment, new SteeringOptions
        {
            Pauses = pauses,
            What = parsed.GetValue(_what),
            Account = parsed.GetValue(_account),
            By = parsed.GetValue(_by),
            Reason = pauses ? parsed.GetValue(_reason) : null,
            Data = parsed.GetValue(_data),
        }).RunAsync(stop));
    }

    public static PauseCommand Pause(CommandEnvironment environment) =>
        new(environment, "pause", pauses: true, "Begin no further take of a run, a project or a provider's account.");

    public static PauseCommand Resume(CommandEnvironment environment) =>
        new(environment, "resume", pauses: false, "Go on where pause stopped.");

    public string Examples => """
        Examples:
          recoil pause pilot/run_4a96c424 --reason "the light is wrong"
          recoil pause pilot                                 every run of the project, later ones too
          recoil pause --account kling
          recoil resume pilot/run_4a96c424

        Takes that were begun are brought to their end and paid. Shots wait: they lose no attempt, however long the pause is.
        An account without money or with a wrong key is paused by itself; recoil status tells why.
        """;
}
