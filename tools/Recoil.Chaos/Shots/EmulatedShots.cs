using System.Globalization;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Chaos.Shots;

/// <summary>Plans the shots of a chaos run at emulated providers: one model after another, keyframes and clips.</summary>
internal static class EmulatedShots
{
    /// <summary>Any end but a crash: what providers get wrong by chance decides which.</summary>
    private static readonly ShotKind s_kind = new()
    {
        Name = "emulated",
        Weight = 1,
        ShotCap = 100,
        AllowedStatuses = [.. Enum.GetValues<ShotStatus>().Where(status => status is not (ShotStatus.Crashed or ShotStatus.Cancelled))],
        DecisionIfAsked = ReviewDecision.Reject,
    };

    /// <summary>Plans the shots.</summary>
    /// <param name="count">How many.</param>
    /// <param name="providers">The emulated providers.</param>
    /// <param name="picture">The picture on which clips begin.</param>
    public static IReadOnlyList<ChaosShot> Plan(int count, IReadOnlySet<string> providers, string picture)
    {
        var models = ModelProfiles.BuiltIn.Names.Select(name => (Name: name, Profile: ModelProfiles.BuiltIn.Find(name)!)).Where(model => providers.Contains(model.Profile.Provider)).ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(i => new ChaosShot(s_kind, Request(i, models[i % models.Length].Name, models[i % models.Length].Profile, picture))),
        ];
    }

    /// <summary>What an emulator sees of the shot that a prompt belongs to.</summary>
    public static string TagOf(string shotId) => $"shot {shotId}.";

    private static ShotRequested Request(int number, string name, ModelProfile model, string picture)
    {
        var clip = model.CostPerSecond is not null;
        var id = string.Create(CultureInfo.InvariantCulture, $"{number:D4}-{(clip ? "clip" : "keyframe")}");
        return new ShotRequested
        {
            Project = ChaosShots.Project,
            RunId = "run-0",
            ShotId = id,
            Prompt = $"Wide shot. The harbour at first light, {TagOf(id)}",
            Pipeline = clip ? "video" : "keyframe",
            Model = name,
            StartFrame = clip ? picture : null,
            Duration = model.Durations?[0] ?? 5,
            AspectRatio = model.AspectRatios is { } ratios && !ratios.Contains("16:9", StringComparer.Ordinal) ? ratios[0] : "16:9",
            EpisodeCap = 10_000,
            ShotCap = s_kind.ShotCap,
        };
    }
}
