using System.Text.Json.Serialization;
using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Shots;
using Recoil.Storage.Budget;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Statuses;

/// <summary>A run as <c>recoil status</c> shows it.</summary>
internal sealed record RunOverview
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary><c>running</c>, <c>paused</c>, <c>cancelling</c>, <c>cancelled</c> or <c>completed</c>.</summary>
    public required string State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required int Shots { get; init; }

    /// <summary>How many shots there are of each status that occurs; <c>unfinished</c> and <c>not_started</c> count, too.</summary>
    public required IReadOnlyDictionary<string, int> CountsByStatus { get; init; }

    /// <summary>US dollars.</summary>
    public required decimal Spent { get; init; }

    /// <summary>The weakest source of what the shots that have ended cost; unknown makes <see cref="Spent"/> a lower bound.</summary>
    public required CostSource CostSource { get; init; }

    /// <summary>US dollars.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>US dollars.</summary>
    public required decimal EpisodeCap { get; init; }

    [JsonIgnore]
    public KnownCost Cost => new(Spent, CostSource);

    public static RunOverview Of(RunSummary run, RunStanding standing, AccountBalance balance, PausedWork paused) => new()
    {
        Project = run.Run.Project,
        RunId = run.Run.RunId,
        State = run switch
        {
            { Result: not null, CancelledBy: not null } => "cancelled",
            { Result: not null } => "completed",
            { CancelledBy: not null } => "cancelling",
            _ when paused.HoldsRun(ShotIdentity.BudgetScopeOf(run.Run.Project, run.Run.RunId)) => "paused",
            _ => "running",
        },
        StartedAt = run.StartedAt,
        Shots = run.Shots,
        CountsByStatus = standing.Ended.Select(count => KeyValuePair.Create(SnakeCase.Of(count.Key), count.Value))
            .Append(KeyValuePair.Create(StatusWord.Unfinished, standing.UnderWay)).Append(KeyValuePair.Create(StatusWord.NotStarted, standing.NotStarted))
            .Where(count => count.Value > 0)
            .OrderBy(count => StatusWord.InOrder.ToList().IndexOf(count.Key))
            .ToDictionary(StringComparer.Ordinal),
        Spent = balance.Spent,
        CostSource = standing.Cost.Source,
        Reserved = balance.Reserved,
        EpisodeCap = run.Run.EpisodeCap,
    };
}
