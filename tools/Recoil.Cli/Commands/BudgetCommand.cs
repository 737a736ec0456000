using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Recoil.Cli.Budgets;
using Recoil.Contracts;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil budget</c>: what a project may spend.</summary>
internal sealed class BudgetCommand : Command, IHasExamples
{
    private const decimal MostDollars = 1_000_000_000m;
    private const string Example = "such as pilot";

    public BudgetCommand(CommandEnvironment environment)
        : base("budget", "See and set what a project may spend over all its runs.")
    {
        Add(new ShowCommand(environment));
        Add(new SetCommand(environment));
        Add(new TopUpCommand(environment));
    }

    public string Examples => """
        Examples:
          recoil budget show pilot                      spent, reserved and free, and the runs that hold most
          recoil budget set pilot --cap 100             over all its runs, those of before included
          recoil budget set pilot --cap 100 --per month each calendar month, in UTC
          recoil budget set pilot --cap none            no cap
          recoil budget top-up pilot 25                 25 US dollars more; of a monthly cap for this month

        A cap below what runs hold takes nothing back: it stops what is reserved after it.
        """;

    private static Argument<string> Project() => new("PROJECT") { Description = "The project." };

    private static void RequireProject(Command command, Argument<string> project)
    {
        command.Require(project, $"Name a project, {Example}.");
        command.Validators.Add(result =>
        {
            if (result.GetResult(project) is { Tokens: [{ Value: var typed }] } && typed.Contains('/', StringComparison.Ordinal))
                result.AddError($"PROJECT: {Shown.Text(typed)} holds a slash. Name a project, {Example}.");
        });
    }

    private static bool IsAmount(string typed, out decimal amount) =>
        decimal.TryParse(typed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out amount) && amount is >= 0 and <= MostDollars;

    private sealed class ShowCommand : Command
    {
        private readonly Argument<string> _project = Project();
        private readonly Option<bool> _json = TypedOption.Json();
        private readonly Option<string?> _data = TypedOption.Data();

        public ShowCommand(CommandEnvironment environment)
            : base("show", "Show what a project has spent, reserved and free.")
        {
            RequireProject(this, _project);
            Add(_json);
            Add(_data);
            SetAction((parsed, stop) => new BudgetSession(environment, parsed.GetRequiredValue(_project), parsed.GetValue(_data)).ShowAsync(parsed.GetValue(_json), stop));
        }
    }

    private sealed class SetCommand : Command
    {
        private const string NoCap = "none";

        private readonly Argument<string> _project = Project();
        private readonly Option<TypedCap?> _cap = new("--cap") { Description = "The most it may spend in US dollars, or none.", HelpName = "USD|none", CustomParser = Cap };
        private readonly Option<BudgetPeriod> _per = new("--per")
        {
            Description = "What the cap is for: everything (total), or each month [default: total].",
            HelpName = "total|month",
            CustomParser = Period,
            DefaultValueFactory = _ => BudgetPeriod.Total,
        };

        private readonly Option<string?> _by = TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
        private readonly Option<string?> _data = TypedOption.Data();

        public SetCommand(CommandEnvironment environment)
            : base("set", "Set a project's cap in place of the one before and of what was added to it.")
        {
            RequireProject(this, _project);
            Add(_cap);
            Add(_per);
            Add(_by);
            Add(_data);
            Validators.Add(result =>
            {
                if (result.GetResult(_cap) is null)
                    result.AddError("--cap: missing. Give US dollars such as 100, or none.");
            });
            SetAction((parsed, stop) => new BudgetSession(environment, parsed.GetRequiredValue(_project), parsed.GetValue(_data))
                .SetAsync(parsed.GetValue(_cap)!.Dollars, parsed.GetValue(_per), parsed.GetValue(_by), stop));
        }

        private static TypedCap? Cap(ArgumentResult result)
        {
            var typed = TypedOption.Typed(result);
            if (typed == NoCap)
                return new TypedCap(Dollars: null);
            if (IsAmount(typed, out var amount))
                return new TypedCap(amount);
            result.AddError($"--cap: {Shown.Text(typed)} is no amount of money. Give US dollars from 0 to {MostDollars:N0}, such as 100, or none.");
            return null;
        }

        private static BudgetPeriod Period(ArgumentResult result)
        {
            if (SnakeCase.Parse<BudgetPeriod>(TypedOption.Typed(result)) is { } period)
                return period;
            result.AddError($"--per: {Shown.Text(TypedOption.Typed(result))} is no period. Use total or month.");
            return BudgetPeriod.Total;
        }

        /// <param name="Dollars">Null for none.</param>
        private sealed record TypedCap(decimal? Dollars);
    }

    private sealed class TopUpCommand : Command
    {
        private readonly Argument<string> _project = Project();
        private readonly Argument<decimal> _amount = new("USD") { Description = "What is added, in US dollars.", Arity = ArgumentArity.ZeroOrOne, CustomParser = Amount };
        private readonly Option<string?> _by = TypedOption.Text("--by", "NAME", "Who you are [default: $USER].");
        private readonly Option<string?> _data = TypedOption.Data();

        public TopUpCommand(CommandEnvironment environment)
            : base("top-up", "Add money to a project's cap; where it is for each month, for this month.")
        {
            RequireProject(this, _project);
            Add(_amount);
            Add(_by);
            Add(_data);
            Validators.Add(result =>
            {
                if (result.GetResult(_amount) is not { Tokens.Count: > 0 })
                    result.AddError("USD: missing. Give US dollars such as 25.");
            });
            SetAction((parsed, stop) => new BudgetSession(environment, parsed.GetRequiredValue(_project), parsed.GetValue(_data))
                .TopUpAsync(parsed.GetValue(_amount), parsed.GetValue(_by), stop));
        }

        private static decimal Amount(ArgumentResult result)
        {
            if (IsAmount(TypedOption.Typed(result), out var amount) && amount > 0)
                return amount;
            result.AddError($"USD: {Shown.Text(TypedOption.Typed(result))} is nothing that can be added. Give US dollars of more than 0, such as 25.");
            return 0;
        }
    }
}
