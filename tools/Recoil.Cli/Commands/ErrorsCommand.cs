using System.CommandLine;
using Recoil.Cli.Errors;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil errors</c>: messages that no service could take.</summary>
internal sealed class ErrorsCommand : Command, IHasExamples
{
    public ErrorsCommand(CommandEnvironment environment)
        : base("errors", "Look at messages that no service could take, and send them again or discard them.")
    {
        Add(new ListCommand(environment));
        Add(new ShowCommand(environment));
        Add(new RetryCommand(environment));
        Add(new DiscardCommand(environment));
    }

    public string Examples => """
        Examples:
          recoil errors list                                 groups by queue, message and cause
          recoil errors show 4be1 --limit 3                  three messages of a group, whole
          recoil errors retry 4be1                           back to where they failed, when the cause is mended
          recoil errors discard --all --yes

        Looking changes nothing. A message goes from the error queue when the broker has it safe in the other.
        """;

    private const string NameOne = "recoil errors list shows them.";

    private static Argument<string> Group() => new("GROUP") { Description = "The group, from recoil errors list; its first letters are enough." };

    private static void RequireGroupOrAll(Command command, Argument<string> group, Option<bool> all)
    {
        group.Arity = ArgumentArity.ZeroOrOne;
        command.Add(group);
        command.Add(all);
        command.Validators.Add(result =>
        {
            var named = result.GetResult(group) is { Tokens.Count: > 0 };
            if (named == result.GetValue(all))
                result.AddError(named ? "--all: stands beside a group. Give one of them." : $"GROUP: missing. Name one or say --all; {NameOne}");
        });
    }

    private sealed class ListCommand : Command
    {
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public ListCommand(CommandEnvironment environment)
            : base("list", "List what failed, in groups.")
        {
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data), parsed.GetValue(_json)).ListAsync(stop));
        }
    }

    private sealed class ShowCommand : Command
    {
        private const int Shown = 10;

        private readonly Argument<string> _group = Group();
        private readonly Option<int?> _limit = TypedOption.Number("--limit", $"The number of messages to show [default: {Shown}].", 1, PeekedQueue.Most);
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public ShowCommand(CommandEnvironment environment)
            : base("show", "Show messages of a group.")
        {
            this.Require(_group, NameOne);
            Add(_limit);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data), parsed.GetValue(_json))
                .ShowAsync(parsed.GetRequiredValue(_group), parsed.GetValue(_limit) ?? Shown, stop));
        }
    }

    private sealed class RetryCommand : Command
    {
        private readonly Argument<string> _group = Group();
        private readonly Option<bool> _all = new("--all") { Description = "All groups." };
        private readonly Option<string?> _data = TypedOption.Data();

        public RetryCommand(CommandEnvironment environment)
            : base("retry", "Send messages again to where they failed.")
        {
            RequireGroupOrAll(this, _group, _all);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data)).RetryAsync(parsed.GetValue(_group), stop));
        }
    }

    private sealed class DiscardCommand : Command
    {
        private readonly Argument<string> _group = Group();
        private readonly Option<bool> _all = new("--all") { Description = "All groups." };
        private readonly Option<bool> _yes = new("--yes") { Description = "Discard them; without it the command only lists what it would discard." };
        private readonly Option<string?> _data = TypedOption.Data();

        public DiscardCommand(CommandEnvironment environment)
            : base("discard", "Throw messages away for good.")
        {
            RequireGroupOrAll(this, _group, _all);
            Add(_yes);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data)).DiscardAsync(parsed.GetValue(_group), parsed.GetValue(_yes), stop));
        }
    }
}
