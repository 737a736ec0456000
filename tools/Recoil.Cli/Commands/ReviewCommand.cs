using System.CommandLine;
using Recoil.Cli.Reviews;
using Recoil.Contracts;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil review</c>: what people have to look at, and what they say about it.</summary>
internal sealed class ReviewCommand : Command, IHasExamples
{
    public ReviewCommand(CommandEnvironment environment)
        : base("review", "Work the queue of shots that people have to look at.")
    {
        Add(new ListCommand(environment));
        Add(new ShowCommand(environment));
        Add(new ClaimCommand(environment));
        Add(new DecisionCommand(environment, ReviewDecision.Approve, "The take is good as it is."));
        Add(new SupplyCommand(environment));
        Add(new DecisionCommand(environment, ReviewDecision.Reject, "Give the shot up."));
        Add(new DecisionCommand(environment, ReviewDecision.Reroll, "Make the shot again, perhaps with another prompt or more money."));
    }

    public string Examples => """
        Examples:
          recoil review list --project pilot                 what is open, oldest first
          recoil review show 3f2a                            an id may be shortened, to four letters or more
          recoil review claim 3f2a --for 1h                  you alone decide for an hour
          recoil review approve 3f2a --note "hands are fine"
          recoil review reroll 3f2a --prompt-file new.txt --budget 0.50
          recoil review supply 3f2a --file painted.png       a take that you made yourself, at no cost
        """;

    private static Argument<string> Id() => new("ID") { Description = "The review, from recoil review list; its first letters are enough, at least four." };

    private static Option<decimal?> Charged() => TypedOption.Dollars("--charged", "What the provider charged for a take whose outcome is unknown; 0 for nothing.");

    private const string NameOne = "recoil review list shows them.";

    private sealed class ListCommand : Command
    {
        private readonly Option<string?> _project = TypedOption.Text("--project", "NAME", "Only shots of this project.");
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public ListCommand(CommandEnvironment environment)
            : base("list", "List what is open, oldest first.")
        {
            Add(_project);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) =>
                new ReviewListSession(environment, parsed.GetValue(_data), parsed.GetValue(_json)).ListAsync(parsed.GetValue(_project), stop));
        }
    }

    private sealed class ShowCommand : Command
    {
        private readonly Argument<string> _id = Id();
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public ShowCommand(CommandEnvironment environment)
            : base("show", "Show one with all its takes.")
        {
            this.Require(_id, NameOne);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) =>
                new ReviewListSession(environment, parsed.GetValue(_data), parsed.GetValue(_json)).ShowAsync(parsed.GetRequiredValue(_id), stop));
        }
    }

    private sealed class ClaimCommand : Command
    {
        private readonly Argument<string> _id = Id();
        private readonly Option<TimeSpan?> _for = TypedOption.Duration("--for", "For how long [default: 30m].", TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        private readonly Option<string?> _by = By();
        private readonly Option<string?> _data = TypedOption.Data();

        public ClaimCommand(CommandEnvironment environment)
            : base("claim", "Keep one for yourself, so that no two look at the same shot.")
        {
            this.Require(_id, NameOne);
            Add(_for);
            Add(_by);
            Add(_data);
            SetAction((parsed, stop) => new ReviewDecisionSession(environment, parsed.GetRequiredValue(_id), parsed.GetValue(_by), parsed.GetValue(_data))
                .ClaimAsync(parsed.GetValue(_for) ?? TimeSpan.FromMinutes(30), stop));
        }
    }

    private sealed class SupplyCommand : Command
    {
        private readonly Argument<string> _id = Id();
        private readonly Option<string> _file = new("--file") { HelpName = "FILE", Description = "The take: a PNG, JPEG or WebP for a keyframe, an MP4, MOV or WebM for a clip.", Required = true };
        private readonly Option<decimal?> _charged = Charged();
        private readonly Option<string?> _by = By();
        private readonly Option<string?> _note = TypedOption.Text("--note", "TEXT", "Why, for those who read it later.");
        private readonly Option<string?> _data = TypedOption.Data();

        public SupplyCommand(CommandEnvironment environment)
            : base("supply", "Give the shot a take that a person made, and approve it. It costs nothing.")
        {
            this.Require(_id, NameOne);
            Add(_file);
            Add(_charged);
            Add(_by);
            Add(_note);
            Add(_data);
            SetAction((parsed, stop) => new ReviewDecisionSession(environment, parsed.GetRequiredValue(_id), parsed.GetValue(_by), parsed.GetValue(_data)).SupplyAsync(
                parsed.GetRequiredValue(_file), parsed.GetValue(_note), parsed.GetValue(_charged), stop));
        }
    }

    private sealed class DecisionCommand : Command
    {
        private readonly Argument<string> _id = Id();
        private readonly Option<string?> _prompt = TypedOption.Text("--prompt", "TEXT", "The prompt to use from now on.");
        private readonly Option<string?> _promptFile = TypedOption.Text("--prompt-file", "FILE", "The same, out of a file.");
        private readonly Option<decimal?> _budget = TypedOption.Dollars("--budget", "What this shot may cost more, beyond both caps.");
        private readonly Option<decimal?> _charged = Charged();
        private readonly Option<string?> _by = By();
        private readonly Option<string?> _note = TypedOption.Text("--note", "TEXT", "Why, for those who read it later.");
        private readonly Option<string?> _data = TypedOption.Data();

        public DecisionCommand(CommandEnvironment environment, ReviewDecision decision, string description)
            : base(SnakeCase.Of(decision), description)
        {
            this.Require(_id, NameOne);
            if (decision == ReviewDecision.Reroll)
            {
                Add(_prompt);
                Add(_promptFile);
                Add(_budget);
                Validators.Add(result =>
                {
                    if (result.GetResult(_prompt) is not null && result.GetResult(_promptFile) is not null)
                        result.AddError("--prompt-file: stands beside --prompt. Give one of them.");
                });
            }

            Add(_charged);
            Add(_by);
            Add(_note);
            Add(_data);
            SetAction((parsed, stop) => new CommandRunner { Environment = environment }.RunAsync(
                async cancellationToken => await new ReviewDecisionSession(environment, parsed.GetRequiredValue(_id), parsed.GetValue(_by), parsed.GetValue(_data)).DecideAsync(
                    new DecideReview
                    {
                        ReviewId = Guid.Empty,
                        By = "",
                        Decision = decision,
                        Note = parsed.GetValue(_note),
                        EditedPrompt = decision == ReviewDecision.Reroll ? await PromptAsync(parsed, environment, cancellationToken) : null,
                        ExtraBudget = decision == ReviewDecision.Reroll ? parsed.GetValue(_budget) ?? 0 : 0,
                        ChargedUsd = parsed.GetValue(_charged),
                    },
                    cancellationToken),
                stop));
        }

        private async Task<string?> PromptAsync(ParseResult parsed, CommandEnvironment environment, CancellationToken cancellationToken)
        {
            if (parsed.GetValue(_promptFile) is not { } file)
                return parsed.GetValue(_prompt);
            try
            {
                var prompt = (await File.ReadAllTextAsync(Path.GetFullPath(file, environment.CurrentFolder), cancellationToken)).Trim();
                return prompt.Length > 0 ? prompt : throw new CommandFailedException($"--prompt-file: {Shown.OneLine(file)} is empty. Write the prompt into it.");
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException($"--prompt-file: {Shown.OneLine(file)} cannot be read ({unreadable.Message.TrimEnd('.')}).", unreadable);
            }
        }
    }

    private static Option<string?> By() => TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
}
