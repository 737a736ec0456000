using Recoil.Models;

namespace Recoil.Shots.Routing;

/// <summary>What judging a take costs by the models' prices, in US dollars.</summary>
/// <param name="Price">Each judge asked once; null where one has no price.</param>
/// <param name="Most">The most that is reserved for it: each judge asked as often as it may be.</param>
/// <param name="Unknown">The judges without a price. For each call of them as much is reserved as for a take of an unknown model.</param>
internal sealed record JudgingEstimate(decimal? Price, decimal Most, IReadOnlyList<string> Unknown)
{
    /// <summary>What the judges of a shot cost; nothing where it has none.</summary>
    public static JudgingEstimate Of(IReadOnlyList<string>? judges, IModelProfiles models)
    {
        var prices = (judges ?? []).Select(judge => (Judge: judge, Price: models.Find(judge)?.CostPerJudgement)).ToArray();
        return new JudgingEstimate(
            prices.Aggregate((decimal?)0, (sum, judge) => sum + judge.Price),
            Judging.MostCalls * prices.Sum(judge => judge.Price ?? CostEstimate.WithoutPrice),
            [.. prices.Where(judge => judge.Price is null).Select(judge => judge.Judge)]);
    }
}
