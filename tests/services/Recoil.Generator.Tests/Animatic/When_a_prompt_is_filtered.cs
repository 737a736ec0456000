using Recoil.Generator.Providers.Animatic;

namespace Recoil.Generator.Tests.Animatic;

public sealed class When_a_prompt_is_filtered
{
    [Theory]
    [InlineData("He wipes the BLOOD off his hands", "BLOOD")]
    [InlineData("a figure is stabbed in the alley", "stabbed")]
    [InlineData("the beheading of the king", "beheading")]
    [InlineData("with a gunshot  wound", "gunshot  wound")]
    [InlineData("naked,", "naked")]
    public void A_refused_word_is_named_as_the_prompt_has_it(string prompt, string word) =>
        ContentFilter.FirstRefused(prompt).ShouldBe(word);

    [Theory]
    [InlineData("a bloodhound at the door")]
    [InlineData("she hums an allegory of spring")]
    [InlineData("the wounded soldier sits by the fire")]
    [InlineData("")]
    public void Parts_of_other_words_pass(string prompt) => ContentFilter.FirstRefused(prompt).ShouldBeNull();
}
