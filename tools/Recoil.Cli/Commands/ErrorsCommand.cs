using System.CommandLine;
using Recoil.Cli.Errors;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil errors</c>: messages that no service could take.</summary>
internal sealed class ErrorsCommand : Command, IHasExamples
{
    public ErrorsCommand(CommandEnvironment environment)
        : base("errors", "Look at messages that no service could take, and send them again, corrected or not, or discard them.")
    {
        Add(new ListCommand(environment));
        Add(new ShowCommand(environment));
        Add(new RetryCommand(environment));
        Add(new EditCommand(environment));
        Add(new DiscardCommand(environment));
    }

    public string Examples => """
        Examples:
          recoil errors list                                 groups by queue, message and cause
          recoil errors show 4be1 --limit 3                  three messages of a group, whole
          recoil errors edit 91c02a7f --file take.json       one message, corrected, back to where it failed
          recoil errors retry 4be1                           back to where they failed, when the cause is mended
          recoil errors discard --all --yes

        Looking changes nothing. A message is removed when the broker has it safe in the queue it failed in.
        """;

    private const string NameOne = "recoil errors list shows them.";

    private static Argument<string> Group() => new("ID") { Description = "A group, from recoil errors list, or one of its messages; 4 characters are enough." };

    private static void RequireGroupOrAll(Command command, Argument<string> group, Option<bool> all)
    {
        group.Arity = ArgumentArity.ZeroOrOne;
        command.Add(group);
        command.Add(all);
        command.Validators.Add(result =>
        {
            var named = result.GetResult(group) is { Tokens.Count: > 0 };
            if (named == result.GetValue(all))
                result.AddError(named ? "--all: stands beside an id. Give one of them." : $"ID: missing. Name one or say --all; {NameOne}");
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
        private readonly Option<int?> _limit = TypedOption.Number("--limit", $"The number of messages to show [default: {Shown}].", 1, 10_000);
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public ShowCommand(CommandEnvironment environment)
            : base("show", "Show messages of a group, or one message.")
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
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public RetryCommand(CommandEnvironment environment)
            : base("retry", "Send messages again to where they failed.")
        {
            RequireGroupOrAll(this, _group, _all);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data), parsed.GetValue(_json)).RetryAsync(parsed.GetValue(_group), stop));
        }
    }

    private sealed class EditCommand : Command
    {
        private readonly Argument<string> _message = Group();
        private readonly Option<string?> _file = TypedOption.Text("--file", "FILE", "The corrected message as JSON, or its whole envelope [default: opens VISUAL or EDITOR].");
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public EditCommand(CommandEnvironment environment)
            : base("edit", "Correct one message and send it again to where it failed. It is checked against the message's rules first.")
        {
            this.Require(_message, "recoil errors show GROUP lists the messages of a group.");
            Add(_file);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data), parsed.GetValue(_json))
                .EditAsync(parsed.GetRequiredValue(_message), parsed.GetValue(_file), stop));
        }
    }

    private sealed class DiscardCommand : Command
    {
        private readonly Argument<string> _group = Group();
        private readonly Option<bool> _all = new("--all") { Description = "All groups." };
        private readonly Option<bool> _yes = new("--yes") { Description = "Discard them; without it the command only lists what it would discard." };
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public DiscardCommand(CommandEnvironment environment)
            : base("discard", "Throw messages away for good.")
        {
            RequireGroupOrAll(this, _group, _all);
            Add(_yes);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) => new ErrorsSession(environment, parsed.GetValue(_data), parsed.GetValue(_json)).DiscardAsync(parsed.GetValue(_group), parsed.GetValue(_yes), stop));
        }
    }
}
