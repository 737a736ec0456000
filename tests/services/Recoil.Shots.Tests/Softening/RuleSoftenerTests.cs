using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Recoil.Models;
using Recoil.Shots.Softening;

namespace Recoil.Shots.Tests.Softening;

public sealed class RuleSoftenerTests
{
    private static readonly RuleSoftener s_softener = new(new Profiles());

    private static SoftenResult Soften(string prompt) => s_softener.Soften(prompt, "E01_SH010", "any");

    [Theory]
    [InlineData("Mara kneels in a pool of blood", "Mara kneels in a pool of dark water")]
    [InlineData("a severed head on the altar", "a stone bust on the altar")]
    [InlineData("Two guards brandishing pistols", "Two guards holding stage props")]
    [InlineData("Jo points a gun at Mara", "Jo stares at Mara")]
    [InlineData("the wounded captain, an open wound on his arm", "the weary captain, a bandage on his arm")]
    [InlineData("Mara stabs the guard", "Mara confronts the guard")]
    [InlineData("Jo shoots at the drone", "Jo confronts the drone")]
    [InlineData("a naked statue-like man", "a robed statue-like man")]
    [InlineData("Tom Cruise runs past a Ferrari", "A daring leading man runs past a sports car")]
    [InlineData("Mara drinks Coca-Cola", "Mara drinks cola")]
    public void Each_class_of_refused_content_is_softened(string prompt, string softened) =>
        Soften(prompt).Prompt.ShouldBe(softened);

    [Theory]
    [InlineData("an assault rifle", "a stage prop")]
    [InlineData("a killer", "an antagonist")]
    [InlineData("A murderer waits", "An antagonist waits")]
    [InlineData("beside a Tom Cruise lookalike", "beside a daring leading man lookalike")]
    [InlineData("beside an Audrey Hepburn lookalike", "beside an elegant film star lookalike")]
    public void The_article_follows_the_new_word(string prompt, string softened) => Soften(prompt).Prompt.ShouldBe(softened);

    [Theory]
    [InlineData("Blood on the wall. Blood on the floor", "Mud on the wall. Mud on the floor")]
    [InlineData("He waits! \"Guns blazing\" they come", "He waits! \"Coats flying\" they come")]
    [InlineData("BLOOD everywhere", "MUD everywhere")]
    [InlineData("a man in Gucci, then\nGucci again", "a man in luxury, then\nLuxury again")]
    [InlineData("Title card: The Bloody Road", "Title card: The Mud-smeared Road")]
    [InlineData("at dusk Elvis Presley sings", "at dusk a rock-and-roll singer sings")]
    public void Casing_is_kept_and_names_lose_theirs(string prompt, string softened) => Soften(prompt).Prompt.ShouldBe(softened);

    [Theory]
    [InlineData("Close-up, two-shot, 35mm: cut to Mara, head shot, over-the-shoulder shot, 3 extras, crash zoom")]
    [InlineData("Mara kills the lights under a blood moon")]
    [InlineData("a blood-red dress, visible to the naked eye, nude tones")]
    [InlineData("the road wound up the hill; Gunner and Killian shoot hoops")]
    [InlineData("Light bleeds through the blinds while the crew shoots")]
    [InlineData("")]
    public void The_language_of_film_names_and_harmless_phrases_stay(string prompt)
    {
        var kept = Soften(prompt);

        kept.Prompt.ShouldBeNull();
        kept.Changes.ShouldBeEmpty();
        kept.Refusal.ShouldBeNull();
    }

    [Fact]
    public void Words_are_found_over_line_breaks_and_in_any_case() =>
        Soften("She walks through a Pool \n of  BLOOD slowly").Prompt.ShouldBe("She walks through a Pool of dark water slowly");

    [Fact]
    public void The_diff_names_each_rule_with_what_stood_there_and_what_stands_there_now()
    {
        var result = Soften("Mara wields a pistol. A bloodied Jo stabs back");

        result.Prompt.ShouldBe("Mara holds a stage prop. A mud-smeared Jo confronts back");
        result.Changes.ShouldBe(
        [
            new SofteningChange("gore.blood", "bloodied", "mud-smeared"),
            new SofteningChange("weapons.threat", "wields", "holds"),
            new SofteningChange("weapons.kinds", "pistol", "stage prop"),
            new SofteningChange("violence.verbs", "stabs", "confronts"),
        ]);
        result.Version.ShouldBe(SofteningRules.Version);
    }

    [Theory]
    [InlineData("a 9-year-old with a bloody knife", "never.minors")]
    [InlineData("nine-year-old, naked, in the bath", "never.minors")]
    [InlineData("the killer follows two schoolgirls", "never.minors")]
    [InlineData("a seductive teenager", "never.minors")]
    [InlineData("soldiers molesting a prisoner", "never.sexual_violence")]
    [InlineData("Sexual   assault in an alley", "never.sexual_violence")]
    [InlineData("Tom Cruise, naked on a beach", "never.real_people")]
    [InlineData("Jo stabs Barack Obama", "never.real_people")]
    [InlineData("a poster explaining how to hang yourself", "never.self_harm_instructions")]
    public void Some_prompts_are_never_softened_and_say_why(string prompt, string rule)
    {
        var result = Soften(prompt);

        result.Refusal.ShouldBe(rule);
        result.Prompt.ShouldBeNull();
        result.Changes.ShouldBeEmpty();
        result.Version.ShouldBe(SofteningRules.Version);
    }

    [Theory]
    [InlineData("a 29-year-old with a bloody coat")]
    [InlineData("children play while Jo loads a rifle")]
    [InlineData("Tom Cruise waves")]
    public void A_word_of_only_one_list_forbids_nothing(string prompt)
    {
        Soften(prompt).Refusal.ShouldBeNull();
        Soften(prompt).Prompt.ShouldNotBeNull();
    }

    [Fact]
    public void Letters_that_only_look_like_a_word_are_left_alone() => Soften("the \u041Aill house").Prompt.ShouldBeNull();

    [Fact]
    public void No_word_stands_in_two_rules()
    {
        var words = SofteningRules.Rules.SelectMany(rule => rule.Words).Select(word => word.From).ToList();

        words.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(words.Count);
    }

    [Property(MaxTest = 300)]
    public Property Softening_a_softened_prompt_changes_nothing() => Prop.ForAll(
        Gen.Elements(
            [.. SofteningRules.Rules.SelectMany(rule => rule.Words).Select(word => word.From),
                .. SofteningRules.Harmless, "a", "an", "the", "Mara", "walks", "3", ".", ",", "close-up", "\n"])
            .ListOf().Select(words => string.Join(' ', words)).ToArbitrary(),
        prompt => Soften(prompt).Prompt is not { } softened || Soften(softened) is { Prompt: null, Refusal: null });

    [Theory]
    [InlineData("open", true)]
    [InlineData("strict", false)]
    [InlineData("not registered", true)]
    public void The_models_profile_says_whether_its_prompts_may_be_softened(string model, bool eligible) =>
        s_softener.IsEligible(model).ShouldBe(eligible);

    private sealed class Profiles : IModelProfiles
    {
        public ModelProfile? Find(string model) => model switch
        {
            "open" => new ModelProfile { Provider = "animatic" },
            "strict" => new ModelProfile { Provider = "animatic", SoftenEligible = false },
            _ => null,
        };
    }
}
