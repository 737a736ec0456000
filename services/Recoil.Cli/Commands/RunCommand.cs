using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Recoil.Cli.Plans;
using Recoil.Contracts;

namespace Recoil.Cli.Commands;

/// <summary><c>recoil run PLAN</c>.</summary>
internal sealed class RunCommand : Command
{
    private readonly Argument<string> _plan = new("PLAN")
    {
        Description = "The episode plan, a JSON file; contracts/plan.schema.json describes it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _out = Text("--out", "DIR", "Folder for takes and reports [default: out/<run id>].");
    private readonly Option<string?> _data = Text("--data", "DIR", "Folder for what a run remembers [default: .recoil in the output folder].");
    private readonly Option<PolicyName> _policy = new("--policy")
    {
        Description = "Routing rules: 'default', or 'seed' for exactly the original's.",
        HelpName = "default|seed",
        CustomParser = Policy,
        DefaultValueFactory = _ => PolicyName.Default,
    };

    private readonly Option<int?> _parallel = new("--parallel")
    {
        Description = "Shots under way at once, instead of the plan's max_parallel.",
        HelpName = "N",
        CustomParser = Parallel,
    };

    private readonly Option<decimal?> _budget = Dollars("--budget", "What the run may spend, instead of the plan's budget.episode_cap.");
    private readonly Option<decimal?> _shotBudget = Dollars("--shot-budget", "What a shot may cost, instead of the plan's budget.shot_cap.");
    private readonly Option<string?> _model = Text("--model", "ID", "Model for shots that name none: for keyframes or for clips, whichever it makes.");
    private readonly Option<string?> _models = Text("--models", "FILE", "Models file with providers and prices, instead of the built-in one.");
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document on stdout and nothing else there." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Log what the services do, not only warnings." };

    public RunCommand(CommandEnvironment environment)
        : base("run", "Bring every shot of a plan to its end, then write the reports.")
    {
        Add(_plan);
        foreach (var option in new Option[] { _out, _data, _policy, _parallel, _budget, _shotBudget, _model, _models, _json, _verbose })
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_plan) is not { Tokens.Count: > 0 })
                result.AddError("PLAN: missing. Name an episode plan, such as examples/minimal.json.");
        });
        SetAction((parsed, stop) => new RunSession(environment, Typed(parsed)).RunAsync(stop));
    }

    private RunOptions Typed(ParseResult parsed) => new()
    {
        Plan = parsed.GetRequiredValue(_plan),
        Out = parsed.GetValue(_out),
        Data = parsed.GetValue(_data),
        Policy = parsed.GetValue(_policy),
        Parallel = parsed.GetValue(_parallel),
        Budget = parsed.GetValue(_budget),
        ShotBudget = parsed.GetValue(_shotBudget),
        Model = parsed.GetValue(_model),
        Models = parsed.GetValue(_models),
        LogLevel = parsed.GetValue(_verbose) ? LogLevel.Information : LogLevel.Warning,
        Json = parsed.GetValue(_json),
    };

    private static Option<string?> Text(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            if (!string.IsNullOrWhiteSpace(Typed(result)))
                return Typed(result);
            result.AddError($"{name}: empty. Give a value or leave it out.");
            return null;
        },
    };

    private static Option<decimal?> Dollars(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "USD",
        CustomParser = result =>
        {
            const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
            if (decimal.TryParse(Typed(result), Plain, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and <= PlanLimits.Dollars)
                return amount;
            result.AddError($"{name}: {Shown.Text(Typed(result))} is no amount of money. {PlanObject.Amount}");
            return null;
        },
    };

    private static int? Parallel(ArgumentResult result)
    {
        if (int.TryParse(Typed(result), NumberStyles.None, CultureInfo.InvariantCulture, out var parallel) && parallel is >= 1 and <= PlanLimits.Parallel)
            return parallel;
        result.AddError($"--parallel: {Shown.Text(Typed(result))} is out of range. Give a whole number from 1 to {PlanLimits.Parallel}.");
        return null;
    }

    private static PolicyName Policy(ArgumentResult result)
    {
        if (SnakeCase.Parse<PolicyName>(Typed(result)) is { } policy)
            return policy;
        result.AddError($"--policy: {Shown.Text(Typed(result))} is no policy. Use default or seed.");
        return PolicyName.Default;
    }

    private static string Typed(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
}
