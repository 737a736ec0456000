namespace Recoil.Models.Tests;

public sealed class ModelFitTests
{
    private static readonly ModelProfile s_model = new()
    {
        Provider = "p",
        CostPerSecond = 1,
        AspectRatios = ["16:9", "9:16", "21:9"],
        Durations = [5, 10],
        MaxReferences = 2,
        TakesEndFrame = false,
        MaxPromptLength = 20,
    };

    private static readonly AskedTake s_fine = new() { AspectRatio = "16:9", Duration = 5, References = 2, PromptLength = 20 };

    [Fact]
    public void What_the_model_can_do_is_no_mistake() => ModelFit.Misfits("m", s_model, s_fine).ShouldBeEmpty();

    [Fact]
    public void A_model_that_says_nothing_is_not_limited() => ModelFit.Misfits(
        "m", new ModelProfile { Provider = "p" }, s_fine with { AspectRatio = "7:3", Duration = 99, References = 99, EndFrame = true, PromptLength = 99_999 }).ShouldBeEmpty();

    [Fact]
    public void Everything_that_it_cannot_do_is_told_at_once() => ModelFit
        .Misfits("m", s_model, new AskedTake { AspectRatio = "4:3", Duration = 6, References = 3, EndFrame = true, PromptLength = 21 })
        .ShouldBe(
        [
            new ModelMisfit("aspect_ratio", "m does not make 4:3. Use 16:9 or 9:16 or 21:9."),
            new ModelMisfit("duration", "m makes no clip of 6 s. Use 5 s or 10 s."),
            new ModelMisfit("identity_refs", "m takes 2 reference pictures at most, not 3. Leave some out."),
            new ModelMisfit("end_frame", "m cannot be told on which picture a clip ends. Leave it out, or use another model."),
            new ModelMisfit("prompt", "m takes prompts of 20 characters at most, not 21. Shorten it."),
        ]);

    [Theory]
    [InlineData("16:9", "16:9")]
    [InlineData("239:100", "21:9")]
    [InlineData("64:27", "21:9")]
    [InlineData("37:20", null)]
    [InlineData("185:100", null)]
    [InlineData("1:1", null)]
    [InlineData("9:16", "9:16")]
    public void A_ratio_that_is_as_good_as_the_same_is_taken_for_it(string asked, string? made) => ModelFit.NearestRatio(s_model, asked).ShouldBe(made);
}
