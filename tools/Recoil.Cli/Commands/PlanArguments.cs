using System.CommandLine;
using System.CommandLine.Parsing;
using Recoil.Contracts;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary>PLAN and the options that stand over it.</summary>
internal sealed class PlanArguments
{
    private readonly Argument<string> _plan = new("PLAN")
    {
        Description = "The episode plan, a JSON file; contracts/plan.schema.json describes it.",
    };

    private readonly Option<PolicyName> _policy = new("--policy")
    {
        Description = "Routing rules: 'default', or 'seed' for exactly the original's.",
        HelpName = "default|seed",
        CustomParser = Policy,
        DefaultValueFactory = _ => PolicyName.Default,
    };

    private readonly Option<int?> _parallel = TypedOption.Number("--parallel", "Shots under way at once, instead of the plan's max_parallel.", 1, PlanLimits.Parallel);
    private readonly Option<decimal?> _budget = TypedOption.Dollars("--budget", "What the run may spend, instead of the plan's budget.episode_cap.");
    private readonly Option<decimal?> _shotBudget = TypedOption.Dollars("--shot-budget", "What a shot may cost, instead of the plan's budget.shot_cap.");
    private readonly Option<string?> _model = TypedOption.Text("--model", "ID", "Model for shots that name none: for keyframes or for clips, whichever it makes.");
    private readonly Option<string?> _models = TypedOption.Text("--models", "FILE", "Models file with providers and prices, instead of the built-in one.");

    private readonly Option<string?> _providers = TypedOption.Text("--providers", "FILE", "Providers file with accounts, instead of the usual account of each provider.");

    public PlanArguments(Command command)
    {
        command.Require(_plan, "Name an episode plan, such as examples/minimal.json.");
        foreach (var option in new Option[] { _policy, _parallel, _budget, _shotBudget, _model, _models, _providers })
            command.Add(option);
    }

    public PlanChoices Typed(ParseResult parsed) => new()
    {
        Plan = parsed.GetRequiredValue(_plan),
        Policy = parsed.GetValue(_policy),
        Parallel = parsed.GetValue(_parallel),
        Budget = parsed.GetValue(_budget),
        ShotBudget = parsed.GetValue(_shotBudget),
        Model = parsed.GetValue(_model),
        Models = parsed.GetValue(_models),
        Providers = parsed.GetValue(_providers),
    };

    private static PolicyName Policy(ArgumentResult result)
    {
        if (SnakeCase.Parse<PolicyName>(TypedOption.Typed(result)) is { } policy)
            return policy;
        result.AddError($"--policy: {Shown.Text(TypedOption.Typed(result))} is no policy. Use default or seed.");
        return PolicyName.Default;
    }
}
