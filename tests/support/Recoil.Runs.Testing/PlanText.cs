namespace Recoil.Runs.Testing;

/// <summary>Plans that differ from a good one in one place.</summary>
public static class PlanText
{
    public const string Shot = """{"shot_id":"S1","prompt":"A quay."}""";

    public static string Good => Of(Shot);

    public static string Of(params string[] shots) => With("", shots);

    /// <param name="fields">More fields of the plan, each with a comma behind it.</param>
    /// <param name="shots">The shots.</param>
    public static string With(string fields, params string[] shots) =>
        $$"""{"project":"p","model":"animatic-keyframe","budget":{"episode_cap":5},{{fields}}"shots":[{{string.Join(',', shots)}}]}""";

    /// <summary>A plan of one shot with more fields.</summary>
    public static string WithShot(string fields) => Of($$"""{"shot_id":"S1","prompt":"A quay.",{{fields}}}""");
}
