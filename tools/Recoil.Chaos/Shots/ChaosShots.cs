using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Chaos.Shots;

/// <summary>Plans the shots of a chaos run: all kinds, takes of 20 to 200 ms, several runs.</summary>
internal static class ChaosShots
{
    public const string Project = "chaos";
    private const int ShotsPerRun = 60;

    /// <summary>Plans the shots. The same seed gives the same shots.</summary>
    public static IReadOnlyList<ChaosShot> Plan(int count, int seed)
    {
        var random = new Random(seed);
        var kinds = ShotKind.All.SelectMany(kind => Enumerable.Repeat(kind, kind.Weight)).ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                // Every kind occurs, however few shots there are.
                var kind = i < ShotKind.All.Count ? ShotKind.All[i] : kinds[random.Next(kinds.Length)];
                return new ChaosShot(kind, Request(kind, i, random.Next(20, 200)));
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
            RunId = string.Create(CultureInfo.InvariantCulture, $"run-{number / ShotsPerRun}"),
            ShotId = string.Create(CultureInfo.InvariantCulture, $"{number:D4}-{kind.Name}"),
            Prompt = "Wide shot. The harbour at first light, nets drying, one lamp still burning in the pilot's house.",
            Model = "animatic-keyframe",
            EpisodeCap = 1_000,
            ShotCap = kind.ShotCap,
            ProviderOptions = options,
        };
    }
}

/// <summary>A shot and its kind.</summary>
internal sealed record ChaosShot(ShotKind Kind, ShotRequested Request)
{
    public Guid CorrelationId => ShotIdentity.OfShot(Request.Project, Request.RunId, Request.ShotId);
}
