using Recoil.Shots.Fallbacks;

namespace Recoil.Shots.Tests.Fallbacks;

public sealed class SanctionedFallbacksTests
{
    [Fact]
    public void Exactly_the_originals_two_fallbacks_are_sanctioned() =>
        SanctionedFallbacks.All.Select(fallback => fallback.Name).ShouldBe(
            ["budget_estimate_unknown_model_default", "model_profile_feature_flag_default"], ignoreOrder: true);

    [Fact]
    public void Each_says_why_it_is_needed_why_it_is_harmless_and_what_it_puts_in_place() =>
        SanctionedFallbacks.All.ShouldAllBe(fallback =>
            fallback.Justification.Length > 40 && fallback.QualityNeutrality.Length > 40 && fallback.ExpectedSubstitution.Length > 20);

    [Fact]
    public void Firing_reports_which_model_and_what_was_substituted() =>
        SanctionedFallbacks.Fire(SanctionedFallbacks.UnknownModelEstimate, "dream-9").Detail.ShouldBe(
            "model \"dream-9\" is not registered: 0.15 US dollars reserved for a take, in place of the price in the model's profile");

    [Theory]
    [InlineData("cheaper_model_when_slow")]
    [InlineData("Model_Profile_Feature_Flag_Default")]
    [InlineData("")]
    public void Firing_a_name_that_is_not_registered_fails(string name) =>
        Should.Throw<InvalidOperationException>(() => SanctionedFallbacks.Fire(name, "dream-9"))
            .Message.ShouldContain($"\"{name}\" is not a sanctioned fallback");
}
