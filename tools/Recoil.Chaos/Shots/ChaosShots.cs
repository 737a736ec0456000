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
    private const int Remade = 4;

    /// <summary>Plans the shots. The same seed gives the same shots.</summary>
    public static IReadOnlyList<ChaosShot> Plan(int count, int seed)
    {
        var random = new Random(seed);
        var kinds = ShotKind.All.SelectMany(kind => Enumerable.Repeat(kind, kind.Weight)).ToArray();
        return WithRemakes(
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                // Every kind occurs, however few shots there are.
                var kind = i < ShotKind.All.Count ? ShotKind.All[i] : kinds[random.Next(kinds.Length)];
                return new ChaosShot(kind, Request(kind, i, random.Next(20, 200)));
            }),
        ]);
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
                    SceneRefPath = shot.MadeFrom is { } other ? $"{ShotReferences.Mark}{other}" : null,
                    ShotCap = shot.Request.ShotCap,
                    ProviderOptions = shot.Request.ProviderOptions,
                }),
            ],
        };
    }

    /// <summary>What has one shot of a run made again, and all that is made from it: the same request however often it is sent.</summary>
    public static RemakeShots RemakeOf(ChaosShot shot) => new()
    {
        RemakeId = NameBasedUuid.Create(shot.CorrelationId, "remake"),
        Project = Project,
        RunId = shot.Request.RunId,
        Shots = [shot.Request.ShotId],
        After = shot.Request.ShotId,
        By = "chaos",
    };

    /// <summary>In each run that is requested whole, one clean shot is made again after the run's end, and with it a few that are made from it or from each other.</summary>
    private static IReadOnlyList<ChaosShot> WithRemakes(IReadOnlyList<ChaosShot> shots)
    {
        var madeFrom = new Dictionary<Guid, string?>();
        foreach (var run in shots.Where(shot => IsRequestedWhole(shot.Request.RunId) && shot.Kind.Name == ShotKind.Clean).GroupBy(shot => shot.Request.RunId, StringComparer.Ordinal))
        {
            if (run.Take(Remade).ToArray() is not [var first, var second, var third, var last])
                continue;
            madeFrom[first.CorrelationId] = null;
            madeFrom[second.CorrelationId] = madeFrom[third.CorrelationId] = first.Request.ShotId;
            madeFrom[last.CorrelationId] = third.Request.ShotId;
        }

        return [.. shots.Select(shot => madeFrom.TryGetValue(shot.CorrelationId, out var other) ? shot with { IsRemade = true, MadeFrom = other } : shot)];
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
    /// <summary>It is made again after its run's end.</summary>
    public bool IsRemade { get; init; }

    /// <summary>The shot of its run that it is made from, or null.</summary>
    public string? MadeFrom { get; init; }

    /// <summary>The number of its last round.</summary>
    public int Rounds => Kind.Rounds + (IsRemade ? 1 : 0);

    public Guid CorrelationId => ShotIdentity.OfShot(Request.Project, Request.RunId, Request.ShotId);
}
