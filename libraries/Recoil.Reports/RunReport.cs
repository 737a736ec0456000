using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Reports;

/// <summary>A run in <c>report.json</c>: the original's results, with what led to them.</summary>
public sealed record RunReport
{
    public required string Project { get; init; }
    public required string RunId { get; init; }
    public required string EpisodeId { get; init; }
    public required PolicyName Policy { get; init; }

    /// <summary>The model for shots that name none.</summary>
    public required string Model { get; init; }
    public required ReportedBudget Budget { get; init; }

    /// <summary>How many shots there are of each status that occurs, in the order of the statuses.</summary>
    public required IReadOnlyDictionary<string, int> CountsByStatus { get; init; }

    /// <summary>The sum of what the shots cost, in US dollars.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>The weakest source of a shot's cost; unknown makes <see cref="CostUsd"/> a lower bound.</summary>
    public required CostSource CostSource { get; init; }

    /// <summary>How many takes were asked for.</summary>
    public required int Takes { get; init; }

    /// <summary>In the plan's order.</summary>
    public required IReadOnlyList<ReportedShot> Shots { get; init; }

    [JsonIgnore]
    public KnownCost Cost => new(CostUsd, CostSource);

    /// <summary>What the run's account has spent.</summary>
    [JsonIgnore]
    public KnownCost Spent => new(Budget.Spent, CostSource);

    public static RunReport Of(RunSnapshot snapshot, OutputFolder folder)
    {
        var shots = snapshot.Shots.Select(shot => ReportedShot.Of(shot, snapshot.Run, folder)).ToArray();
        var cost = KnownCost.Sum(shots.Select(shot => shot.Cost));
        return new RunReport
        {
            Project = snapshot.Run.Project,
            RunId = snapshot.Run.RunId,
            EpisodeId = snapshot.Run.EpisodeId,
            Policy = snapshot.Run.Policy,
            Model = snapshot.Run.Model,
            Budget = new ReportedBudget
            {
                EpisodeCap = snapshot.Run.EpisodeCap,
                ShotCap = snapshot.Run.ShotCap,
                Spent = snapshot.Balance.Spent,
                Reserved = snapshot.Balance.Reserved,
                OpenReservations = snapshot.Balance.OpenReservations,
            },
            CountsByStatus = StatusWord.InOrder
                .Select(status => KeyValuePair.Create(status, shots.Count(shot => shot.Status == status)))
                .Where(count => count.Value > 0)
                .ToDictionary(StringComparer.Ordinal),
            CostUsd = cost.Usd,
            CostSource = cost.Source,
            Takes = shots.Sum(shot => shot.Takes),
            Shots = shots,
        };
    }
}

/// <summary>The run's money in US dollars.</summary>
public sealed record ReportedBudget
{
    public required decimal EpisodeCap { get; init; }
    public required decimal ShotCap { get; init; }
    public required decimal Spent { get; init; }
    public required decimal Reserved { get; init; }
    public required int OpenReservations { get; init; }
}
