using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Recoil.Models;
using Recoil.Plans;
using Recoil.Runs.Testing;

namespace Recoil.Plans.Tests;

public sealed class PlanSchemaTests
{
    private static readonly JsonNode s_schema = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "plan.schema.json")))!;

    private static readonly PlanSettings s_settings = new()
    {
        Models = ModelProfiles.BuiltIn,
        Providers = new HashSet<string>(StringComparer.Ordinal) { "animatic" },
    };

    private static JsonNode Shot => s_schema["$defs"]!["shot"]!;

    [Fact]
    public void The_schema_has_the_fields_that_the_reader_knows()
    {
        Names(s_schema).ShouldBe(PlanFields.OfPlan, ignoreOrder: true);
        Names(s_schema["properties"]!["budget"]!).ShouldBe(PlanFields.OfBudget, ignoreOrder: true);
        Names(Shot).ShouldBe(PlanFields.OfShot, ignoreOrder: true);
    }

    [Fact]
    public void The_schema_has_the_limits_that_the_reader_knows()
    {
        var plan = s_schema["properties"]!;
        var definitions = s_schema["$defs"]!;
        var shot = Shot["properties"]!;
        Number(plan["shots"]!["maxItems"]).ShouldBe(PlanLimits.Shots);
        Number(plan["max_parallel"]!["maximum"]).ShouldBe(PlanLimits.Parallel);
        Number(definitions["dollars"]!["maximum"]).ShouldBe(PlanLimits.Dollars);
        Number(definitions["picture"]!["maxLength"]).ShouldBe(PlanLimits.PathCharacters);
        Number(definitions["pictures"]!["maxItems"]).ShouldBe(PlanLimits.References);
        Number(definitions["judges"]!["maxItems"]).ShouldBe(PlanLimits.Judges);
        Number(shot["prompt"]!["maxLength"]).ShouldBe(PlanLimits.PromptCharacters);
        Number(shot["video_prompt"]!["maxLength"]).ShouldBe(PlanLimits.PromptCharacters);
        Number(shot["video_provider_options"]!["maxProperties"]).ShouldBe(PlanLimits.ProviderOptions);
        Number(shot["prompt_skeleton"]!["maxLength"]).ShouldBe(PlanLimits.PromptCharacters);
        Number(shot["wardrobe_description"]!["maxLength"]).ShouldBe(PlanLimits.PromptCharacters);
        Number(definitions["label"]!["maxLength"]).ShouldBe(PlanLimits.LabelCharacters);
        Number(shot["duration"]!["maximum"]).ShouldBe(PlanLimits.Seconds);
        Number(shot["provider_options"]!["maxProperties"]).ShouldBe(PlanLimits.ProviderOptions);
    }

    [Theory]
    [InlineData("S1", true)]
    [InlineData("_a.b-c", true)]
    [InlineData(".hidden", false)]
    [InlineData("-x", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("", false)]
    [InlineData("NUL", false)]
    [InlineData("nul", false)]
    [InlineData("aux.v2", false)]
    [InlineData("Com1", false)]
    [InlineData("LPT0.a.b", false)]
    [InlineData("SH010.", false)]
    [InlineData("NULL", true)]
    [InlineData("com", true)]
    [InlineData("COM10", true)]
    [InlineData("a.nul", true)]
    public async Task The_schema_and_the_reader_agree_on_shot_ids(string id, bool good)
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", PlanText.Of($$"""{"shot_id":{{JsonSerializer.Serialize(id)}},"prompt":"x"}"""));

        Regex.IsMatch(id, Shot["properties"]!["shot_id"]!["pattern"]!.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(good);
        ((await PlanReader.ReadAsync(plan, s_settings)).Run is not null).ShouldBe(good);
    }

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.json").Select(path => Path.GetFileName(path)).Where(name => name != "providers.json").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Examples))]
    public async Task An_example_is_a_good_plan(string name)
    {
        var all = s_settings with { Providers = ModelProfiles.BuiltIn.Names.Select(model => ModelProfiles.BuiltIn.Find(model)!.Provider).ToHashSet(StringComparer.Ordinal) };
        var reading = await PlanReader.ReadAsync(Path.Combine(AppContext.BaseDirectory, "examples", name), all);

        reading.Errors.ShouldBeEmpty();
        reading.Run!.Shots.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_pilot_is_an_episode_of_four_scenes_with_clips_and_references()
    {
        var run = (await PlanReader.ReadAsync(Path.Combine(AppContext.BaseDirectory, "examples", "pilot.json"), s_settings)).Run!;

        run.Shots.Count.ShouldBeGreaterThanOrEqualTo(18);
        run.Shots.Select(shot => shot.SceneIndex).Distinct().Count().ShouldBe(4);
        run.Shots.ShouldContain(shot => shot.Pipeline == "video" && shot.EndFrame != null);
        run.Shots.ShouldContain(shot => shot.IdentityRefs.Count > 0);
    }

    private static IEnumerable<string> Names(JsonNode schema) => schema["properties"]!.AsObject().Select(property => property.Key);

    private static decimal Number(JsonNode? node) => node!.GetValue<decimal>();
}
