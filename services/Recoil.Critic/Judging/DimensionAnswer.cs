namespace Recoil.Critic.Judging;

/// <summary>What a judge says of one dimension.</summary>
/// <param name="CanBeJudged">Whether the take lets it be judged.</param>
/// <param name="Score">0 (fails) to 1 (as asked).</param>
/// <param name="Evidence">What was seen, in one line.</param>
internal sealed record DimensionAnswer(bool CanBeJudged, double Score, string Evidence);
