using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Chaos.Shots;

/// <summary>Plans the shots of a chaos run: all kinds, takes of 20 to 200 ms, several runs.</summary>
internal static class ChaosShots
{
    public const string Project = "chaos";
    private const int ShotsPerRun = 60;
    private const int ShotsAtOnce = 12;
    private const int Scenes = 10;

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

    /// <summary>Whether a run's shots are requested as one run, and not one by one: every second run's.</summary>
    public static bool IsRequestedWhole(string runId) => runId[^1] % 2 == 1;

    /// <summary>The request for a run, whose shots are in scenes that go side by side.</summary>
    public static RunRequested RunOf(IReadOnlyList<ChaosShot> shots)
    {
        var first = shots[0].Request;
        return new RunRequested
        {
            Project = Project,
            RunId = first.RunId,
            EpisodeId = "E01",
            Model = first.Model!,
            EpisodeCap = first.EpisodeCap,
            ShotCap = first.EpisodeCap,
            MaxParallel = ShotsAtOnce,
            Shots =
            [
                .. shots.Select((shot, i) => new ShotFields
                {
                    ShotId = shot.Request.ShotId,
                    Prompt = shot.Request.Prompt,
                    SceneIndex = i % Scenes,
                    ShotCap = shot.Request.ShotCap,
                    ProviderOptions = shot.Request.ProviderOptions,
                }),
            ],
        };
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
