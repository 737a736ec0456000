

namespace Recoil.Models.Tests;

public sealed class ModelProfilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_embedded_provider_and_the_usual_paid_models_are_built_in()
    {
        ModelProfiles.BuiltIn.Find("animatic-keyframe").ShouldBe(new ModelProfile { Provider = "animatic", CostPerImage = 0.04m });
        ModelProfiles.BuiltIn.Find("animatic-clip").ShouldBe(new ModelProfile { Provider = "animatic", CostPerSecond = 0.05m });
        ModelProfiles.BuiltIn.Find("gemini-3-pro-image")!.CostPerImage.ShouldBe(0.134m);
        ModelProfiles.BuiltIn.Find("kling-v3")!.Provider.ShouldBe("kling");
        ModelProfiles.BuiltIn.Find("Animatic-keyframe").ShouldBeNull();
    }

    [Fact]
    public void A_models_file_stands_in_place_of_the_built_in_models()
    {
        var models = ModelProfiles.Read(_folder.Write(
            "models.json", """{"models":{"mine":{"provider":"animatic","cost_per_image":0,"cost_per_second":1.5,"enable_sibling_refs":false,"soften_eligible":false}}}"""));

        models.Names.ShouldBe(["mine"]);
        models.Find("mine").ShouldBe(new ModelProfile
        {
            Provider = "animatic", CostPerImage = 0, CostPerSecond = 1.5m, EnableSiblingRefs = false, SoftenEligible = false,
        });
    }

    [Theory]
    [InlineData("""{"models":{}}""", "$.models: empty. Name at least one model.")]
    [InlineData("""{"models":{"m":{"provider":"a"}}}""", "$.models.m: has no price. Give cost_per_image, cost_per_second or cost_per_judgement; 0 is free of charge.")]
    [InlineData("""{"models":{"m":{"provider":"","cost_per_image":1}}}""", "$.models.m.provider: empty. Name the provider that serves the model, such as animatic.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":-1}}}""", "$.models.m.cost_per_image: -1 is no price. Give US dollars from 0 to 1000.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1,"aspect_ratios":["16x9"]}}}""", "$.models.m.aspect_ratios: \"16x9\" is no ratio. Write it as 16:9.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1,"durations":[]}}}""", "$.models.m.durations: empty. Name those that it makes, or leave it out.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1,"durations":[0]}}}""", "$.models.m.durations: a clip is longer than 0 s.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1,"max_prompt_length":0}}}""", "$.models.m.max_prompt_length: 0 is out of range. Give 1 to 1000000.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1,"max_references":-1}}}""", "$.models.m.max_references: -1 is out of range. Give 0 to 1000.")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1,"token_prices":{"text_input":-2}}}}""", "$.models.m.token_prices.text_input: -2 is no price. Give US dollars from 0 to 1000.")]
    [InlineData("null", "holds null. Write {\"models\": {…}}.")]
    public void A_mistake_is_one_line(string file, string line)
    {
        var path = _folder.Write("models.json", file);

        Should.Throw<InvalidModelsFileException>(() => ModelProfiles.Read(path)).Message.ShouldBe($"{path}: {line}");
    }

    [Theory]
    [InlineData("{", "$: ")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_imag":1}}}""", "cost_per_imag")]
    [InlineData("""{"models":{"m":{"provider":"a","cost_per_image":1},"m":{"provider":"a","cost_per_image":1}}}""", "Duplicate")]
    [InlineData("""{"models":{"m":{"cost_per_image":1}}}""", "provider")]
    public void A_malformed_file_says_where(string file, string part)
    {
        var path = _folder.Write("models.json", file);

        Should.Throw<InvalidModelsFileException>(() => ModelProfiles.Read(path)).Message.ShouldContain(part);
    }
}
