using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Recoil.Models;
using Recoil.Providers.Conformance;
using Recoil.Providers.Emulators.OpenAI;

namespace Recoil.Providers.Tests.OpenAI;

/// <summary>What is sent holds to the schema that OpenAI publishes, and has no field beside it.</summary>
public sealed class When_openai_reads_a_request : ProviderTest<OpenAIAccount>
{
    private static readonly JsonObject s_schema = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "libraries", "Recoil.Providers.Tests", "OpenAI", "images.schema.json")))!.AsObject();

    private static readonly Dictionary<string, string> s_everyOption = new(StringComparer.Ordinal)
    {
        ["quality"] = "high",
        ["background"] = "opaque",
        ["output_format"] = "png",
        ["output_compression"] = "90",
        ["moderation"] = "low",
        ["input_fidelity"] = "high",
        ["user"] = "film",
    };

    [Theory]
    [InlineData(false, "/images/generations", "CreateImageRequest")]
    [InlineData(true, "/images/edits", "CreateImageEditRequest")]
    public async Task It_holds_to_the_schema(bool withReferences, string path, string schema)
    {
        foreach (var options in new[] { null, s_everyOption })
        {
            var request = Order(change: take => take with { IdentityRefs = withReferences ? [Picture(), Picture()] : [], ProviderOptions = options });
            (await MakeAsync(Setup.Open(), request)).Error.ShouldBeNull();

            ((OpenAIShapedEmulator)Setup.Api).Requests.TryDequeue(out var sent).ShouldBeTrue();
            sent.Path.ShouldBe(path);
            Mistakes(schema, sent.Body).ShouldBeEmpty();
            sent.Body["size"]!.GetValue<string>().ShouldBe("1536x864");
        }
    }

    [Fact]
    public void The_schema_finds_mistakes()
    {
        Mistakes("CreateImageRequest", new JsonObject { ["prompt"] = "x", ["quality"] = "best" }).ShouldNotBeEmpty();
        Mistakes("CreateImageRequest", new JsonObject { ["prompt"] = "x", ["seed"] = 1 }).ShouldNotBeEmpty();
        Mistakes("CreateImageEditRequest", new JsonObject { ["prompt"] = "x" }).ShouldNotBeEmpty();
        Mistakes("CreateImageRequest", new JsonObject { ["prompt"] = "x", ["n"] = "1" }).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_prompt_says_what_each_picture_is_for()
    {
        var request = Order(change: take => take with { IdentityRefs = [Picture()], SceneRefPath = Picture() });
        await MakeAsync(Setup.Open(), request);
        Setup.Api.Bought.Values.Single().Order.Prompt.ShouldBe(
            $"Picture 1 shows a person, thing or style that must be recognised.\nPicture 2 shows the scene: its place and light.\n\n{request.Take.Prompt}");
    }

    [Theory]
    [InlineData("4:1", null)]
    [InlineData("16:9", "1000")]
    [InlineData("16:9", "large")]
    public async Task What_it_has_no_size_for_is_not_sent(string ratio, string? longSide)
    {
        var options = longSide is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["long_side"] = longSide };
        await RefusedAsync(Order(change: take => take with { AspectRatio = ratio, ProviderOptions = options }));
    }

    [Fact]
    public async Task Too_many_references_or_too_long_a_prompt_are_not_sent()
    {
        var request = Order(change: take => take with { IdentityRefs = [.. Enumerable.Range(0, 17).Select(_ => Picture())] });
        await RefusedAsync(request with { Model = request.Model with { MaxReferences = null } });
        await RefusedAsync(Order(change: take => take with { Prompt = new string('x', 32_001) }));
    }

    [Fact]
    public async Task A_reference_that_is_no_picture_is_not_sent()
    {
        var path = Picture();
        await File.WriteAllTextAsync(path, "no picture");
        await RefusedAsync(Order(change: take => take with { IdentityRefs = [path] }));
    }

    private async Task RefusedAsync(GenerationRequest request)
    {
        var (kind, submit, message) = await EndOfAsync(Setup.Open(), request);
        kind.ShouldBe(Contracts.ErrorKind.InvalidRequest, message);
        submit.ShouldBe(Submit.Refused);
        Setup.Api.Submits.ShouldBe(0);
    }

    private static List<string> Mistakes(string name, JsonObject body)
    {
        var root = s_schema.DeepClone().AsObject();
        root["$ref"] = $"#/$defs/{name}";
        using var instance = JsonDocument.Parse(body.ToJsonString());
        var found = JsonSchema.FromText(root.ToJsonString()).Evaluate(instance.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        var known = s_schema["$defs"]![name]!["properties"]!.AsObject();
        return
        [
            .. found.IsValid ? [] : found.Details!.Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")),
            .. body.Where(field => !known.ContainsKey(field.Key)).Select(field => $"{field.Key} is not in the schema"),
        ];
    }
}
