using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Recoil.Models;
using Recoil.Shots.Softening;

namespace Recoil.Shots.Tests.Softening;

public sealed class When_a_word_is_disguised
{
    private static readonly RuleSoftener s_softener = new(new NoProfiles());

    private static readonly string[] s_ignored =
    [
        "\u00AD", "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u200E", "\u202E", "\u061C", "\u034F", "\u180E", "\uFE0F", "\u0336", "\u20DD", "\U000E0101",
    ];

    private static readonly string[] s_words = [.. SofteningRules.Rules.SelectMany(rule => rule.Words).Select(word => word.From)];

    private static readonly string[] s_lone = [.. SofteningRules.Never.Where(rule => rule.AllOf.Count == 1).SelectMany(rule => rule.AllOf[0])];

    private static SoftenResult Soften(string prompt) => s_softener.Soften(prompt, "E01_SH010", "any");

    [Theory]
    [InlineData("Mara sees bl\u00ADood", "Mara sees mud")]
    [InlineData("Mara sees b\u200Bl\u200Co\u200Do\u2060d\uFEFF here", "Mara sees mud\uFEFF here")]
    [InlineData("blood\u2011soaked boots", "Rain-soaked boots")]
    [InlineData("blood\u2010soaked, blood\uFF0Dstained, blood\u2013covered", "Rain-soaked, mud-stained, mud-covered")]
    [InlineData("at McDonald\u2019s, at McDonald\u02BCs, at McDonald\uFF07s", "at fast-food restaurant, at fast-food restaurant, at fast-food restaurant")]
    [InlineData("the ｂｌｏｏｄ, BＬＯＯＤ, \U0001D41B\U0001D425\U0001D428\U0001D428\U0001D41D", "the mud, MUD, mud")]
    [InlineData("a ⓖⓤⓝ, a ᵍᵘⁿ, a 🅖🅤🅝", "a stage prop, a stage prop, a STAGE PROP")]
    [InlineData("bl\u0336oo\u0336d\u0336 drips", "Mud drips")]
    [InlineData("the gutﬅ\u200B; \u212Aillers", "the gutﬅ\u200B; Antagonists")]
    [InlineData("a \uFF4Biller", "an antagonist")]
    [InlineData("ａ\u200B killer, ａ\u200B gun", "an\u200B antagonist, ａ\u200B stage prop")]
    [InlineData("she sings like Beyonce\u0301", "she sings like a commanding pop singer")]
    public void It_is_softened_as_if_it_were_plain(string prompt, string softened) => Soften(prompt).Prompt.ShouldBe(softened);

    [Theory]
    [InlineData("男人blood滴落", "男人mud滴落")]
    [InlineData("雨の中のgunと男", "雨の中のstage propと男")]
    [InlineData("그는 gun을 든다", "그는 stage prop을 든다")]
    [InlineData("ﾎﾗｰｂｌｏｏｄﾀﾞ", "ﾎﾗｰmudﾀﾞ")]
    [InlineData("\U00020BB7blood\U00020BB7", "\U00020BB7mud\U00020BB7")]
    [InlineData("他走了。Elvis Presley唱歌", "他走了。A rock-and-roll singer唱歌")]
    public void It_is_found_next_to_characters_that_need_no_space(string prompt, string softened) => Soften(prompt).Prompt.ShouldBe(softened);

    [Theory]
    [InlineData("bl\u043E\u043Ed")]
    [InlineData("the \u041Aill house")]
    [InlineData("blood\u0436")]
    [InlineData("G\u00FCn bat\u0131m\u0131")]
    [InlineData("Gu\u0308n bat\u0131m\u0131")]
    [InlineData("a blood\u2011red dress, bl\u00ADood moon, nude\u00A0tones")]
    [InlineData("the GİN bar, gunŉ")]
    [InlineData("\uD83D alone, then \uDE00")]
    public void Letters_of_other_alphabets_other_words_and_harmless_phrases_stay(string prompt) => Soften(prompt).IsHarmless.ShouldBeTrue();

    [Fact]
    public void The_diff_shows_what_was_written() =>
        Soften("a ｂｌ\u00ADood\u2011soaked coat").Changes.ShouldBe([new SofteningChange("gore.blood", "ｂｌ\u00ADood\u2011soaked", "rain-soaked")]);

    [Theory]
    [InlineData("a 9\u2011year\u2011old with a bloody knife", "never.minors")]
    [InlineData("a 9\u2013year\u2014old with a bloody knife", "never.minors")]
    [InlineData("a ９-year-old, n\u200Baked", "never.minors")]
    [InlineData("c\u200Bh\u200Bi\u200Bl\u200Bd, bloody", "never.minors")]
    [InlineData("a naked\u200Bchild with a gun", "never.minors")]
    [InlineData("裸のchildとbloodの部屋", "never.minors")]
    [InlineData("soldiers ｍｏｌｅｓｔｉｎｇ a prisoner, bloody", "never.sexual_violence")]
    [InlineData("non\u2010con\u00ADsensual, bloody", "never.sexual_violence")]
    [InlineData("Tom\u00A0Cru\u00ADise, naked", "never.real_people")]
    [InlineData("Beyonce\u0301, naked", "never.real_people")]
    [InlineData("Beyonce, n\u0336a\u0336k\u0336e\u0336d\u0336", "never.real_people")]
    [InlineData("a poster: how to k\u2060ill yourself, bloody", "never.self_harm_instructions")]
    [InlineData("self\u2011harm guide, bloody", "never.self_harm_instructions")]
    public void What_is_never_softened_still_is_not(string prompt, string rule)
    {
        Soften(prompt).Refusal.ShouldBe(rule);
        Soften(prompt).Prompt.ShouldBeNull();
    }

    [Property(MaxTest = 1000)]
    public Property Ignored_characters_within_a_word_change_neither_the_rule_nor_the_result() => Prop.ForAll(
        Disguised(Gen.Elements(s_words)),
        word =>
        {
            var (plain, disguised) = (Soften($"At dusk, {word.Plain}!"), Soften($"At dusk, {word.Written}!"));

            disguised.Prompt.ShouldBe(plain.Prompt.ShouldNotBeNull());
            disguised.Changes.Select(change => (change.Rule, change.To)).ShouldBe(plain.Changes.Select(change => (change.Rule, change.To)));
            string.Concat(disguised.Changes.Select(change => change.From)).ShouldBe(word.Written);
        });

    [Property(MaxTest = 1000)]
    public Property Ignored_characters_never_change_what_is_never_softened() => Prop.ForAll(
        Disguised(Gen.OneOf(
            Gen.Elements(s_lone),
            Gen.Elements(SofteningRules.Never.Where(rule => rule.AllOf.Count == 2).ToArray()).SelectMany(rule =>
                from one in Gen.Elements(rule.AllOf[0].ToArray())
                from other in Gen.Elements(rule.AllOf[1].ToArray())
                select $"{one}, {other}"))),
        words =>
        {
            var refusal = Soften($"Blood. {words.Plain}").Refusal.ShouldNotBeNull();

            Soften($"Blood. {words.Written}").Refusal.ShouldBe(refusal);
            Soften($"血{words.Written}").Refusal.ShouldBe(refusal);
        });

    [Property(MaxTest = 1000)]
    public Property What_stands_outside_of_a_replaced_word_stays_as_it_is_written() => Prop.ForAll(
        (from before in Surroundings()
         from word in Gen.Elements("gun", "g\u00ADun", "ｇｕｎ")
         from after in Surroundings()
         select (Before: before, Word: word, After: after)).ToArbitrary(),
        prompt => Soften($"{prompt.Before} {prompt.Word} {prompt.After}").Prompt.ShouldBe($"{prompt.Before} stage prop {prompt.After}"));

    /// <summary>A text that begins lower and has no article or word of the rules at its ends, with all that is read in another way than it is written.</summary>
    private static Gen<string> Surroundings() =>
        Gen.Elements([.. s_ignored, "ﬁre", "ｍｏｏｎ", "it\u2019s", "twelve\u2011foot", "é", "e\u0301", "血", "Ж", "\uD83D", "😀", "  ", "\t", "\u3000", "№ 5", "™", "x"])
            .ListOf().Select(parts => $"x{string.Concat(parts)}x");

    /// <summary>Text with at least one ignored character between two of its characters.</summary>
    private static Arbitrary<(string Plain, string Written)> Disguised(Gen<string> texts) => (
        from text in texts
        from places in Gen.Choose(1, text.Length - 1).NonEmptyListOf()
        from ignored in Gen.Elements(s_ignored).ArrayOf(places.Count)
        select (text, places.Zip(ignored).OrderByDescending(pair => pair.First)
            .Aggregate(text, (written, pair) => written.Insert(pair.First, pair.Second)))).ToArbitrary();

    private sealed class NoProfiles : IModelProfiles
    {
        public ModelProfile? Find(string model) => null;
    }
}
