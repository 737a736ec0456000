using System.Collections.Frozen;

namespace Recoil.Plans;

/// <summary>Every field that a plan may have.</summary>
internal static class PlanFields
{
    public static readonly FrozenSet<string> OfPlan =
    [
        "$schema", "project", "run_id", "episode_id", "model", "video_model", "budget", "style_anchor", "stop_on_review",
        "max_parallel", "priority", "judges", "shots",
    ];

    public static readonly FrozenSet<string> OfBudget = ["episode_cap", "shot_cap"];

    public static readonly FrozenSet<string> OfShot =
    [
        "shot_id", "prompt", "pipeline", "scene_index", "scene_id", "identity_refs", "start_frame", "end_frame", "duration",
        "aspect_ratio", "scene_ref_path", "expression_refs", "locked_off", "model", "shot_cap", "priority", "judges", "provider_options",
        "prompt_skeleton", "wardrobe_phase_id", "wardrobe_description", "shot_type", "prompt_data", "inputs_snapshot", "coverage_context",
        "video_prompt", "video_model", "video_provider_options",
    ];

    /// <summary>What only a shot with both a keyframe and a clip has: what the clip takes in place of the keyframe's.</summary>
    public static readonly IReadOnlyList<string> OfClip = ["video_prompt", "video_model", "video_provider_options"];
}
