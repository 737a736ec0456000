using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Chaos.Shots;

/// <summary>The shots of a chaos run: mixed outcomes, takes of 20 to 200 ms, several runs.</summary>
internal static class ChaosShots
{
    public const string Project = "chaos";
    private const int ShotsInARun = 60;

    /// <summary>The same seed gives the same shots.</summary>
    public static IReadOnlyList<ChaosShot> Plan(int count, int seed)
    {
        var dice = new Random(seed);
        var bag = ShotKind.All.SelectMany(kind => Enumerable.Repeat(kind, kind.Weight)).ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                // Every kind occurs, however few shots there are.
                var kind = i < ShotKind.All.Count ? ShotKind.All[i] : bag[dice.Next(bag.Length)];
                return new ChaosShot(kind, Request(kind, i, dice.Next(20, 200)));
            }),
        ];
    }

    private static ShotRequested Request(ShotKind kind, int number, int milliseconds)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["draft"] = kind.FullSize ? "false" : "true",
            ["latency_ms"] = milliseconds.ToString(CultureInfo.InvariantCulture),
        };
        if (kind.Defects is not null)
            options["defects"] = kind.Defects;
        return new ShotRequested
        {
            Project = Project,
            RunId = string.Create(CultureInfo.InvariantCulture, $"run-{number / ShotsInARun}"),
            ShotId = string.Create(CultureInfo.InvariantCulture, $"{number:D4}-{kind.Name}"),
            Prompt = "Wide shot. The harbour at first light, nets drying, one lamp still burning in the pilot's house.",
            Model = "animatic-keyframe",
            EpisodeCap = 1_000,
            ShotCap = kind.ShotCap,
            ProviderOptions = options,
        };
    }
}

/// <summary>A shot and how it must end.</summary>
internal sealed record ChaosShot(ShotKind Kind, ShotRequested Request)
{
    public Guid CorrelationId => ShotIdentity.OfShot(Request.Project, Request.RunId, Request.ShotId);
}
