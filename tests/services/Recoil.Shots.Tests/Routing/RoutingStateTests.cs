using System.Text.Json;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Fallbacks;
using Recoil.Shots.Routing;
using static Recoil.Shots.Tests.Routing.Outcomes;

namespace Recoil.Shots.Tests.Routing;

public sealed class RoutingStateTests
{
    [Fact]
    public void A_shot_begins_with_its_first_take_and_an_estimate()
    {
        var profile = new ModelProfile { Provider = "animatic", CostPerImage = 0.04m };

        var (state, fallbacks) = ShotRouting.Begin(Shot, profile, ShotPolicy.Default);

        state.ShouldBe(new RoutingState { Model = "dream-9", Estimate = 0.04m, OriginalPrompt = "Mara waits at the pier" });
        (state.Attempt, state.Take).ShouldBe((1, 1));
        state.LastFailureModeName.ShouldBeNull();
        fallbacks.ShouldBeEmpty();
    }

    [Fact]
    public void An_unregistered_model_fires_the_flags_fallback_before_the_estimates() =>
        ShotRouting.Begin(Shot, null, ShotPolicy.Default).Fallbacks
            .ShouldBe([SanctionedFallbacks.FeatureFlagDefault, SanctionedFallbacks.UnknownModelEstimate]);

    [Fact]
    public void A_shot_without_a_model_is_not_asked_for_its_flag()
    {
        var (state, fallbacks) = ShotRouting.Begin(Shot with { Model = null }, null, ShotPolicy.Default);

        state.Model.ShouldBe("");
        fallbacks.ShouldBe([SanctionedFallbacks.UnknownModelEstimate]);
    }

    [Fact]
    public void A_fault_leaves_the_failure_mode_and_the_held_take_as_they_were()
    {
        var state = Play(Refused(FailureMode.GridInfluence, "a.png"), Fault()).State;

        state.LastFailureMode.ShouldBe(FailureMode.GridInfluence);
        state.HeldOutput.ShouldBe("a.png");
    }

    [Fact]
    public void A_crash_keeps_what_is_known() =>
        ShotRouting.Crashed(Play(Refused(FailureMode.GridInfluence, "a.png")).State)
            .ShouldBe(new Decision.Complete(Rules.Crashed, ShotStatus.Crashed, "grid_influence", "a.png"));

    [Fact]
    public void A_crash_before_anything_was_known_says_nothing() =>
        ShotRouting.Crashed(Fresh).ShouldBe(new Decision.Complete(Rules.Crashed, ShotStatus.Crashed, null, null));

    [Fact]
    public void No_money_before_the_first_take_leaves_nothing() =>
        ShotRouting.BudgetRefused(Fresh)
            .ShouldBe(new Decision.Complete(Rules.BudgetRefused, ShotStatus.BudgetExhausted, null, null));

    [Fact]
    public void A_clean_pass_is_remembered_as_accepted()
    {
        var state = Play(Passed("good.png")).State;

        (state.HeldOutput, state.HeldRank, state.LastFailureMode).ShouldBe(("good.png", TakeRank.Accepted, FailureMode.None));
    }

    [Fact]
    public void It_survives_being_written_and_read()
    {
        var state = Play(
            Refused(FailureMode.WardrobeMismatch, output: null),
            Refused(FailureMode.GridInfluence, score: 0.5), Refused(FailureMode.GridInfluence, score: 0.5),
            Refused(FailureMode.AnatomyFaceMerge)).State with
        { SoftenedPrompt = "Mara rests", RefusalRetried = true };

        var json = JsonSerializer.Serialize(state, JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<RoutingState>(json, JsonSerializerOptions.Web)!;

        JsonSerializer.Serialize(read, JsonSerializerOptions.Web).ShouldBe(json);
        (read with { ValidationNotes = state.ValidationNotes }).ShouldBe(state);
        read.ValidationNotes.ShouldBe(state.ValidationNotes);
    }
}
