using System.Text.Json.Serialization;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Estimates;

/// <summary>What a run may cost, told before anything is spent. Money is in US dollars.</summary>
public sealed record RunEstimate
{
    public required string Project { get; init; }
    public required string RunId { get; init; }
    public required PolicyName Policy { get; init; }

    /// <summary>The most the run may spend.</summary>
    public required decimal EpisodeCap { get; init; }

    /// <summary>How many of a hundred takes are taken to be good; what is expected follows from it.</summary>
    public required int AcceptancePercent { get; init; }

    /// <summary>What the run is expected to cost, at most its cap; null where a model's price is not known.</summary>
    public required decimal? ExpectedUsd { get; init; }

    /// <summary>The greatest amount that the run can cost when bills are as priced: no take begins that its caps do not allow.</summary>
    public required decimal? GreatestUsd { get; init; }

    /// <summary>The greatest amount that the shots can cost without the run's cap.</summary>
    public required decimal? GreatestUncappedUsd { get; init; }

    public required IReadOnlyList<SceneEstimate> Scenes { get; init; }
    public required IReadOnlyList<ShotEstimate> Shots { get; init; }

    /// <summary>The shots that the run's cap stops when every shot before them needs all its takes, in the plan's order.</summary>
    [JsonIgnore]
    public IEnumerable<ShotEstimate> MayBeStopped => Shots.Where(shot => shot.MayBeStopped);

    /// <summary>Estimates a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="models">The models' prices.</param>
    /// <param name="acceptancePercent">How many of a hundred takes are taken to be good, 1 to 100.</param>
    public static RunEstimate Of(RunRequested run, IModelProfiles models, int acceptancePercent)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(acceptancePercent is >= 1 and <= 100, true, nameof(acceptancePercent));

        var policy = ShotPolicy.Of(run.Policy);
        var priced = run.Shots.Select(shot => TakePricing.Of(shot, run, models, policy)).ToArray();
        var shots = new List<ShotEstimate>(priced.Length);
        decimal before = 0;
        foreach (var (shot, takes) in run.Shots.Zip(priced))
        {
            var greatest = takes.Greatest;
            shots.Add(new ShotEstimate
            {
                ShotId = shot.ShotId,
                SceneIndex = shot.SceneIndex ?? shot.SceneId,
                Operation = TakePlan.IsClip(shot.Pipeline) ? Operation.VideoI2v : Operation.ImageT2i,
                Model = shot.Model ?? run.Model,
                TakeUsd = takes.Price,
                Judges = shot.Judges ?? run.Judges ?? [],
                JudgingUsd = takes.Judging.Price,
                Takes = takes.Count,
                ExpectedUsd = takes.Expected(acceptancePercent / 100m),
                GreatestUsd = greatest,
                MayBeStopped = takes.MayBeStoppedBy(run.EpisodeCap - before),
            });
            before += greatest ?? takes.Count * takes.Reserved;
        }

        var uncapped = SumOrNull(shots, shot => shot.GreatestUsd);
        return new RunEstimate
        {
            Project = run.Project,
            RunId = run.RunId,
            Policy = run.Policy,
            EpisodeCap = run.EpisodeCap,
            AcceptancePercent = acceptancePercent,
            ExpectedUsd = Least(SumOrNull(shots, shot => shot.ExpectedUsd), run.EpisodeCap),
            GreatestUsd = Least(uncapped, run.EpisodeCap + Overshoot(priced, run.MaxParallel)),
            GreatestUncappedUsd = uncapped,
            Scenes =
            [
                .. shots.GroupBy(shot => shot.SceneIndex).Select(scene => new SceneEstimate
                {
                    SceneIndex = scene.Key,
                    Shots = scene.Count(),
                    ExpectedUsd = SumOrNull(scene, shot => shot.ExpectedUsd),
                    GreatestUsd = SumOrNull(scene, shot => shot.GreatestUsd),
                }),
            ],
            Shots = shots,
        };
    }

    /// <summary>
    /// By how much bills may pass the cap: a take that costs more than was reserved for it is admitted while there is room for the
    /// reservation, and so may be as many as run at once. Only the seed's policy reserves less than a take costs.
    /// </summary>
    private static decimal Overshoot(IEnumerable<TakePricing> takes, int parallel) =>
        takes.Select(take => Math.Max(0, (take.Most ?? 0) - take.Reserved)).OrderDescending().Take(parallel).Sum();

    private static decimal? SumOrNull(IEnumerable<ShotEstimate> shots, Func<ShotEstimate, decimal?> amount) =>
        shots.Aggregate((decimal?)0, (sum, shot) => sum + amount(shot));

    private static decimal? Least(decimal? amount, decimal cap) => amount is { } known ? Math.Min(known, cap) : null;
}
