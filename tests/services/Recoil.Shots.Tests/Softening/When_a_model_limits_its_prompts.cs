using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Recoil.Models;
using Recoil.Shots.Softening;

namespace Recoil.Shots.Tests.Softening;

public sealed class When_a_model_limits_its_prompts
{
    private const string Prompt = "Jo stabs the killer with a grenade";

    private static SoftenResult Soften(string prompt, int limit) =>
        new RuleSoftener(new Limited(limit)).Soften(prompt, "E01_SH010", "dream-9");

    [Fact]
    public void A_softened_prompt_that_fits_has_the_better_words() =>
        Soften(Prompt, 50).Prompt.ShouldBe("Jo confronts the antagonist with a metal flask");

    [Fact]
    public void Shorter_words_stand_in_where_it_would_be_too_long()
    {
        var softened = Soften(Prompt, Prompt.Length);

        softened.Prompt.ShouldBe("Jo faces the foe with a flask");
        softened.Changes.Select(change => change.To).ShouldBe(["flask", "faces", "foe"]);
    }

    [Fact]
    public void A_prompt_that_cannot_be_short_enough_is_not_softened_and_says_why()
    {
        var result = Soften(Prompt, 28);

        result.Prompt.ShouldBeNull();
        result.Changes.ShouldBeEmpty();
        result.Refusal.ShouldBe("prompt_too_long");
        result.IsHarmless.ShouldBeFalse();
        result.Version.ShouldBe(SofteningRules.Version);
        ShotTimeline.DetailOf(result).ShouldBe("softened, it would have 29 characters in the shortest words; dream-9 takes 28");
    }

    [Fact]
    public void The_longest_prompt_that_is_taken_is_one_of_exactly_the_limit() => Soften(Prompt, 29).Prompt.ShouldNotBeNull();

    [Fact]
    public void A_prompt_without_a_word_of_the_rules_is_harmless_whatever_its_length() => Soften("Mara waits at the pier", 5).IsHarmless.ShouldBeTrue();

    [Fact]
    public void What_is_never_softened_is_called_by_its_rule() => Soften("a naked child", 5).Refusal.ShouldBe("never.minors");

    [Property(MaxTest = 500)]
    public Property No_softened_prompt_is_longer_than_the_model_takes() => Prop.ForAll(
        (from words in Gen.Elements([.. Words.Select(word => word.From), "a", "an", "the", "Mara", ".", "\u00AD", "滴"]).ListOf()
         from limit in Gen.Choose(1, 120)
         select (Prompt: string.Join(' ', words), Limit: limit)).ToArbitrary(),
        prompt =>
        {
            var (limited, free) = (Soften(prompt.Prompt, prompt.Limit), Soften(prompt.Prompt, int.MaxValue));

            (limited.Prompt?.Length ?? 0).ShouldBeLessThanOrEqualTo(prompt.Limit);
            if (free.Prompt is null || free.Prompt.Length <= prompt.Limit)
                limited.Prompt.ShouldBe(free.Prompt);
            if (limited.Prompt is { } softened)
                Soften(softened, prompt.Limit).IsHarmless.ShouldBeTrue($"'{softened}' would be softened once more");
        });

    [Fact]
    public void No_shortest_word_is_longer_than_the_one_it_stands_in_for() =>
        Words.Where(word => word.Short.Length > word.From.Length || word.Short.Length > word.To.Length).ShouldBeEmpty();

    private static IEnumerable<SofteningWord> Words => SofteningRules.Rules.SelectMany(rule => rule.Words);

    private sealed class Limited(int limit) : IModelProfiles
    {
        public ModelProfile? Find(string model) => new() { Provider = "animatic", MaxPromptLength = limit };
    }
}
