using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Routing;
using static Recoil.Shots.Tests.Routing.Outcomes;

namespace Recoil.Shots.Tests.Routing;

public sealed class TakePlanTests
{
    private static readonly Guid s_takeId = new("f0000001-0000-5000-8000-000000000000");

    private static readonly ShotRequested s_shot = Shot with
    {
        EpisodeId = "E01",
        SceneIndex = 0,
        IdentityRefs = ["mara.png", "jo.png", "mara.png", "lost.png"],
        StyleAnchor = "style.png",
        Previous = new ApprovedShot { ShotId = "E01_SH009", OutputPath = "before.png", SceneIndex = 0 },
        StartFrame = "start.png",
        EndFrame = "end.png",
        Duration = 7,
    };

    private static TakePlan Plan(RerollStrategy? strategy = null, ShotRequested? shot = null, ModelProfile? profile = null) =>
        TakePlan.For(Fresh with { Strategy = strategy }, shot ?? s_shot, s_takeId, profile);

    [Fact]
    public void A_keyframe_is_made_after_its_people_then_the_style_then_the_shot_before()
    {
        var plan = Plan();

        plan.Operation.ShouldBe(Operation.ImageT2i);
        plan.Prompt.ShouldBe("Mara waits at the pier");
        plan.References.Sent.ShouldBe(["mara.png", "jo.png", "mara.png", "lost.png"]);
        plan.References.Optional.ShouldBe(["style.png", "before.png"]);
        plan.References.Judged.ShouldBe(["mara.png", "jo.png", "mara.png", "lost.png"]);
        plan.Gated.ShouldBeTrue();
        (plan.StartFrame, plan.EndFrame, plan.Duration).ShouldBe((null, null, null));
    }

    [Fact]
    public void A_clip_is_made_from_its_frames_alone()
    {
        var plan = Plan(shot: s_shot with { Pipeline = "video" });

        plan.Operation.ShouldBe(Operation.VideoI2v);
        plan.References.Sent.ShouldBeEmpty();
        plan.Gated.ShouldBeFalse();
        (plan.StartFrame, plan.EndFrame, plan.Duration).ShouldBe(("start.png", "end.png", 7m));
    }

    [Fact]
    public void Identity_is_not_judged_without_a_reference_of_it() =>
        Plan(shot: s_shot with { IdentityRefs = [] }).Gated.ShouldBeFalse();

    [Fact]
    public void A_planner_may_leave_the_people_out() =>
        Plan(shot: s_shot with { IdentityRefs = null! }).References.Optional.ShouldBe(["style.png", "before.png"]);

    [Fact]
    public void A_switched_off_sibling_is_not_sent() =>
        Plan(profile: new ModelProfile { Provider = "animatic", EnableSiblingRefs = false }).References.Optional
            .ShouldNotContain(path => path == "before.png");

    [Fact]
    public void A_shot_without_a_model_does_not_ask_the_profile_for_its_sibling() =>
        Plan(shot: s_shot with { Model = null }, profile: new ModelProfile { Provider = "animatic", EnableSiblingRefs = false })
            .References.Optional.ShouldContain(path => path == "before.png");

    [Fact]
    public void An_anatomy_reroll_spells_out_the_anatomy_and_keeps_the_references()
    {
        var plan = Plan(RerollStrategy.AnatomyAnchor);

        plan.Prompt.ShouldBe(
            "Mara waits at the pier. Every person has one head with one face of their own, two arms, two legs and five"
            + " fingers on each hand; no two people merge.");
        plan.References.Sent.ShouldBe(Plan().References.Sent);
        plan.References.Optional.ShouldBe(Plan().References.Optional);
    }

    [Theory]
    [InlineData("", "Every person")]
    [InlineData("Mara waits", "Mara waits. Every person")]
    [InlineData("Mara waits.", "Mara waits. Every person")]
    [InlineData("Mara waits!", "Mara waits! Every person")]
    [InlineData("Is it Mara? ", "Is it Mara? Every person")]
    public void What_is_added_is_a_sentence_of_its_own(string prompt, string start) =>
        TakePlan.For(
                Fresh with { OriginalPrompt = prompt, Strategy = RerollStrategy.AnatomyAnchor }, s_shot, s_takeId, null)
            .Prompt.ShouldStartWith(start, Case.Sensitive);

    [Fact]
    public void An_identity_reroll_sends_only_the_people_who_exist_and_asks_to_follow_them()
    {
        var plan = Plan(RerollStrategy.RefPruneAndAnchor);

        plan.Prompt.ShouldBe(
            "Mara waits at the pier. Each person's face, hair and build are exactly those of the identity references.");
        plan.References.Sent.ShouldBeEmpty();
        plan.References.Optional.ShouldBe(["mara.png", "jo.png", "lost.png"], "those of them that exist");
        plan.References.Judged.ShouldBe(["mara.png", "jo.png", "mara.png", "lost.png"]);
    }

    [Theory]
    [InlineData("mara.png jo.png mara.png lost.png", "mara.png jo.png")]
    [InlineData("mara.png jo.png", "mara.png")]
    [InlineData("mara.png", "mara.png")]
    public void A_reroll_with_fewer_references_keeps_the_first_half_of_the_people(string own, string sent)
    {
        var plan = Plan(RerollStrategy.ReduceRefs, s_shot with { IdentityRefs = own.Split(' ') });

        plan.Prompt.ShouldBe("Mara waits at the pier");
        plan.References.Sent.ShouldBe(sent.Split(' '));
    }

    [Fact]
    public void A_reroll_with_fewer_references_of_a_shot_without_people_sends_none() =>
        Plan(RerollStrategy.ReduceRefs, s_shot with { IdentityRefs = [] }).References.Sent.ShouldBeEmpty();

    [Fact]
    public void A_seed_reroll_changes_nothing_else()
    {
        var plan = Plan(RerollStrategy.Seed);

        plan.Prompt.ShouldBe("Mara waits at the pier");
        plan.References.Sent.ShouldBe(Plan().References.Sent);
        plan.References.Optional.ShouldBe(Plan().References.Optional);
    }

    [Fact]
    public void The_seed_follows_from_the_take_and_fits_every_provider()
    {
        Plan().Seed.ShouldBe(0x70000001);
        Enumerable.Range(1, 200)
            .Select(take => TakePlan.For(Fresh, s_shot, ShotIdentity.OfTake(s_takeId, 1, take), null).Seed)
            .ShouldAllBe(seed => seed >= 0 && seed <= int.MaxValue);
    }
}
