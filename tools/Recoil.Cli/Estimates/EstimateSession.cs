using System.Text.Json;
using Recoil.Cli.Commands;
using Recoil.Reports;
using Recoil.Shots.Estimates;

namespace Recoil.Cli.Estimates;

/// <summary>Tells what a plan may cost.</summary>
internal sealed class EstimateSession(CommandEnvironment environment, PlanChoices choices, int? acceptancePercent, bool json)
{
    private readonly CommandRunner _runner = new() { Environment = environment, Json = json };

    /// <returns>0 when the plan is right, 2 when it is wrong.</returns>
    public Task<int> RunAsync(CancellationToken stop) => _runner.RunAsync(EstimateAsync, stop);

    private async Task<int> EstimateAsync(CancellationToken stop)
    {
        var plan = await ChosenPlan.ReadAsync(environment, choices, stop);
        if (plan.Run is not { } run)
            return await _runner.FailAsync(ExitCode.Usage, plan.Errors);

        var estimate = RunEstimate.Of(run, plan.Models, acceptancePercent ?? EstimateText.AcceptancePercent);
        if (json)
            await environment.Out.WriteLineAsync(JsonSerializer.Serialize(estimate, ReportJson.Document));
        else
            EstimateText.Write(estimate, environment.Out, environment.OutIsTerminal);
        foreach (var warning in EstimateText.Warnings(estimate))
            await environment.Error.WriteLineAsync(warning);
        return ExitCode.Ok;
    }
}
