using Recoil.Contracts;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Providers.Accounts;

namespace Recoil.Cli.Commands;

/// <summary>A plan with what the command line says over it.</summary>
/// <param name="Run">The run; null when there are errors.</param>
/// <param name="Models">The models that it was checked against.</param>
/// <param name="Errors">One line each.</param>
internal sealed record ChosenPlan(RunRequested? Run, ModelProfiles Models, IReadOnlyList<string> Errors)
{
    /// <summary>The accounts that takes are bought with.</summary>
    public ProviderAccounts Accounts { get; init; } = ProviderAccounts.Usual;

    /// <summary>What will be made a little differently from what the plan says, one line each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <exception cref="CommandFailedException">Pictures cannot be looked into on this machine.</exception>
    public static async Task<ChosenPlan> ReadAsync(CommandEnvironment environment, PlanChoices choices, CancellationToken cancellationToken)
    {
        ModelProfiles models;
        try
        {
            models = choices.Models is { } file ? ModelProfiles.Read(Path.GetFullPath(file, environment.CurrentFolder)) : ModelProfiles.BuiltIn;
        }
        catch (InvalidModelsFileException invalid)
        {
            return new ChosenPlan(null, ModelProfiles.BuiltIn, [$"--models: {invalid.Message}"]);
        }

        ProviderAccounts accounts;
        try
        {
            accounts = choices.Accounts ?? ChosenAccounts.Read(environment, choices.Providers);
        }
        catch (InvalidProvidersFileException invalid)
        {
            return new ChosenPlan(null, models, [$"--providers: {invalid.Message}"]);
        }

        var settings = new PlanSettings
        {
            Models = models,
            Providers = ChosenAccounts.Usable(environment, accounts, choices.NeedsKeys),
            AbsentProviders = choices.NeedsKeys ? ChosenAccounts.Absent(accounts) : new Dictionary<string, string>(StringComparer.Ordinal),
            EpisodeCap = choices.Budget,
            ShotCap = choices.ShotBudget,
            Model = choices.Model,
            MaxParallel = choices.Parallel,
            Policy = choices.Policy,
            PictureMistake = environment.PictureMistake,
        };
        var plan = await PlanReader.ReadAsync(Path.GetFullPath(choices.Plan, environment.CurrentFolder), settings, name: choices.Plan, cancellationToken);
        return new ChosenPlan(plan.Run, models, plan.Errors) { Accounts = accounts, Notices = plan.Notices };
    }
}
