using System.CommandLine;
using System.CommandLine.Parsing;
using Recoil.Cli.Steering;
using Recoil.Contracts;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil priority</c>.</summary>
internal sealed class PriorityCommand : Command, IHasExamples
{
    private readonly Argument<string> _what = new("WHAT") { Description = "RUN, RUN/SHOT, PROJECT/RUN or PROJECT/RUN/SHOT." };
    private readonly Argument<int> _priority = new("PRIORITY")
    {
        Description = $"{Priority.Least} to {Priority.Most}; a higher one comes first, and {Priority.Usual} is usual.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parse,
    };

    private readonly Option<string?> _by = TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
    private readonly Option<string?> _data = TypedOption.Data();

    public PriorityCommand(CommandEnvironment environment)
        : base("priority", "Begin the takes of a run or a shot sooner or later than others that wait.")
    {
        this.Require(_what, "Name a run or a shot, such as pilot/run_4a96c424/SH010.");
        Add(_priority);
        Add(_by);
        Add(_data);
        Validators.Add(result =>
        {
            if (result.GetResult(_priority) is not { Tokens.Count: > 0 })
                result.AddError($"PRIORITY: missing. Give {Priority.Least} to {Priority.Most}.");
        });
        SetAction((parsed, stop) => new PrioritySession(
            environment, parsed.GetRequiredValue(_what), parsed.GetValue(_priority), parsed.GetValue(_by), parsed.GetValue(_data)).RunAsync(stop));
    }

    public string Examples => """
        Examples:
          recoil priority pilot/run_4a96c424 80              before runs that were given none
          recoil priority pilot/run_4a96c424/SH010 100       this shot first of all

        Takes that have begun are not interrupted. Of the same priority, runs take turns. A shot's own stands over its run's.
        """;

    private static int Parse(ArgumentResult result)
    {
        var typed = TypedOption.Typed(result);
        if (int.TryParse(typed, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var priority) && priority <= Priority.Most)
            return priority;
        result.AddError($"PRIORITY: {Shown.Text(typed)} is out of range. Give a whole number from {Priority.Least} to {Priority.Most}.");
        return Priority.Usual;
    }
}
