using Recoil.Models;
using Recoil.Shots.Fallbacks;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Tests.Routing;

public sealed class CostEstimateTests
{
    private static ModelProfile Profile(double? image, double? second) =>
        new() { Provider = "animatic", CostPerImage = (decimal?)image, CostPerSecond = (decimal?)second };

    [Theory]
    [InlineData(0.2, 0.1, 0.2)]
    [InlineData(null, 0.1, 0.1)]
    [InlineData(0.0, 0.1, 0.15)]
    [InlineData(null, 0.0, 0.15)]
    [InlineData(null, null, 0.15)]
    public void The_seed_policy_never_looks_at_the_length(double? image, double? second, double estimate) =>
        CostEstimate.Of(Profile(image, second), "video", 8, ShotPolicy.Seed).ShouldBe(new CostEstimate((decimal)estimate, null));

    [Theory]
    [InlineData(0.2, 0.1, 0.8)]
    [InlineData(null, 0.1, 0.8)]
    [InlineData(0.2, null, 0.2)]
    [InlineData(0.2, 0.0, 0)]
    [InlineData(null, null, 0.15)]
    public void A_clip_is_estimated_by_its_length(double? image, double? second, double estimate) =>
        CostEstimate.Of(Profile(image, second), "video", 8, ShotPolicy.Default).ShouldBe(new CostEstimate((decimal)estimate, null));

    [Theory]
    [InlineData("keyframe", 0.0, 0.1, 0)]
    [InlineData("video", null, 0.0, 0)]
    [InlineData("keyframe", null, null, 0.15)]
    public void Only_a_price_of_nothing_reserves_nothing_and_only_in_the_default_policy(string pipeline, double? image, double? second, double estimate)
    {
        CostEstimate.Of(Profile(image, second), pipeline, 8, ShotPolicy.Default).ShouldBe(new CostEstimate((decimal)estimate, null));
        CostEstimate.Of(Profile(image, second), pipeline, 8, ShotPolicy.Seed).ShouldBe(new CostEstimate(0.15m, null));
    }

    [Theory]
    [InlineData("keyframe")]
    [InlineData("Video")]
    public void A_keyframe_has_no_length(string pipeline) =>
        CostEstimate.Of(Profile(0.2, 0.1), pipeline, 8, ShotPolicy.Default).Amount.ShouldBe(0.2m);

    [Fact]
    public void A_model_that_is_not_registered_has_the_sanctioned_estimate()
    {
        CostEstimate.Of(null, "video", 8, ShotPolicy.Default).ShouldBe(new CostEstimate(0.15m, SanctionedFallbacks.UnknownModelEstimate));
        CostEstimate.Of(null, "video", 8, ShotPolicy.Seed).ShouldBe(new CostEstimate(0.15m, SanctionedFallbacks.UnknownModelEstimate));
    }
}
