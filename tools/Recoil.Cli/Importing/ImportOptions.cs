using System.Text.Json.Nodes;

namespace Recoil.Cli.Importing;

/// <summary>What was typed for <c>recoil import</c>; paths are as typed.</summary>
internal sealed record ImportOptions
{
    /// <summary>The shot list.</summary>
    public required string List { get; init; }

    /// <summary>The plan's file; beside the shot list when absent.</summary>
    public string? Out { get; init; }
    public required string Project { get; init; }
    public string? Run { get; init; }
    public string? Episode { get; init; }

    /// <summary>US dollars.</summary>
    public required decimal Budget { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? ShotBudget { get; init; }
    public string? Model { get; init; }
    public string? VideoModel { get; init; }
    public string? StyleAnchor { get; init; }

    /// <summary>What a shot is where no column says it.</summary>
    public string? Pipeline { get; init; }
    public string? Template { get; init; }

    /// <summary>Fields of a shot and the columns that hold them.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Map { get; init; }
    public string? Models { get; init; }
    public bool DryRun { get; init; }
    public bool Force { get; init; }

    /// <summary>The plan without its shots.</summary>
    public JsonObject Head()
    {
        var plan = new JsonObject { ["project"] = Project };
        foreach (var (field, value) in new[]
        {
            ("run_id", Run), ("episode_id", Episode), ("model", Model), ("video_model", VideoModel), ("style_anchor", StyleAnchor),
        })
        {
            if (value is not null)
                plan[field] = value;
        }

        var budget = new JsonObject { ["episode_cap"] = Budget };
        if (ShotBudget is { } shotCap)
            budget["shot_cap"] = shotCap;
        plan["budget"] = budget;
        return plan;
    }
}
