using System.Reflection;
using System.Text.Json;
using MassTransit.Serialization;
using Recoil.Hosting.Transport;

namespace Recoil.Contracts.Tests;

public sealed class JsonTests
{
    private static readonly JsonSerializerOptions s_json = MessageJson.Configure(new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options));

    public static TheoryData<Type> Enums => [.. typeof(ShotStatus).Assembly.GetExportedTypes().Where(t => t.IsEnum)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Every_enum_travels_as_a_snake_case_text(Type type)
    {
        foreach (var value in Enum.GetValues(type))
        {
            var json = JsonSerializer.Serialize(value, type, s_json);
            json.ShouldMatch("^\"[a-z0-9_]+\"$");
            JsonSerializer.Deserialize(json, type, s_json).ShouldBe(value);
        }

        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("1", type, s_json));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("\"no_such_name\"", type, s_json));
    }

    [Fact]
    public void The_statuses_are_the_originals_and_cancelled() =>
        Enum.GetValues<ShotStatus>().Select(SnakeCase.Of).ShouldBe(
            ["ok", "budget_exhausted", "budget_exhausted_success", "needs_review", "icu_escalated", "attempts_exhausted", "crashed", "cancelled"]);

    [Fact]
    public void The_operations_are_the_originals() =>
        Enum.GetValues<Operation>().Select(o => JsonSerializer.Serialize(o, s_json)).ShouldBe(["\"image_t2i\"", "\"video_i2v\""]);

    [Theory]
    [InlineData("""{ "b": 1.50, "a": [null, true, 12345678901234567890123, 1e400], "é": "a\u0022\n\u00e9<>&'" }""", """{"b":1.50,"a":[null,true,12345678901234567890123,1e400],"é":"a\"\né<>&'"}""")]
    [InlineData(""" "text" """, "\"text\"")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("[]", "[]")]
    public void Json_that_is_handed_on_stays_as_it_is(string written, string handedOn)
    {
        var take = new GenerateTake
        {
            CorrelationId = Guid.NewGuid(), TakeId = Guid.NewGuid(), Project = "p", ShotId = "S1", Attempt = 1, Take = 1, Ordinal = 1,
            Operation = Operation.ImageT2i, Prompt = "x", Model = "m", AspectRatio = "1:1", Seed = 1, InputsSnapshot = RawJson.Parse(written),
        };
        var json = JsonSerializer.Serialize(take, s_json);
        json.ShouldContain($"\"inputsSnapshot\":{handedOn}");

        var arrived = JsonSerializer.Deserialize<GenerateTake>(json, s_json)!;
        arrived.InputsSnapshot!.Text.ShouldBe(handedOn);
    }

    [Fact]
    public void Json_that_is_handed_on_is_absent_when_it_is_null()
    {
        RawJson.Parse("null").ShouldBeNull();
        JsonSerializer.Deserialize<RawJson>("null", s_json).ShouldBeNull();
        Should.Throw<JsonException>(() => RawJson.Parse("""["\ud800"]"""));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<RawJson>("""{"\udc00":1}""", s_json));
    }

    [Fact]
    public void A_gate_is_told_the_kind_of_shot_as_the_original_told_it()
    {
        Kind(null, null).ShouldBeNull();
        Kind("", null).ShouldBeNull();
        Kind("", "{}").ShouldBeNull();
        Kind("", """{"shot_type":""}""").ShouldBe("");
        Kind(null, """{"shot_type":"wide"}""").ShouldBe("wide");
        Kind("close", """{"shot_type":"wide"}""").ShouldBe("close");

        static string? Kind(string? shotType, string? promptData) =>
            IdentityGate.Of(new ShotFields { ShotId = "S1", ShotType = shotType, PromptData = promptData is null ? null : RawJson.Parse(promptData) }).ShotType;
    }

    [Fact]
    public void Names_are_found_again_only_as_they_are_written()
    {
        SnakeCase.Parse<FailureMode>("identity_drift").ShouldBe(FailureMode.IdentityDrift);
        SnakeCase.Parse<FailureMode>("Identity_Drift").ShouldBeNull();
        SnakeCase.Parse<FailureMode>("").ShouldBeNull();
        SnakeCase.Parse<FailureMode>(null).ShouldBeNull();
    }

    [Fact]
    public void Money_travels_as_a_number_and_what_is_absent_is_left_out()
    {
        var json = JsonSerializer.Serialize(
            new GenerationCompleted { CorrelationId = Guid.Empty, TakeId = Guid.Empty, Success = false, Cost = 0.134m }, s_json);

        json.ShouldBe("""{"correlationId":"00000000-0000-0000-0000-000000000000","takeId":"00000000-0000-0000-0000-000000000000","success":false,"cost":0.134}""");
    }

    [Fact]
    public void A_shot_needs_only_what_is_required()
    {
        var shot = JsonSerializer.Deserialize<ShotRequested>("""{"project":"p","shotId":"s","episodeCap":5}""", s_json)!;

        shot.Pipeline.ShouldBe("keyframe");
        shot.Duration.ShouldBe(5);
        shot.AspectRatio.ShouldBe("9:16");
        shot.Policy.ShouldBe(PolicyName.Default);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ShotRequested>("""{"project":"p","episodeCap":5}""", s_json));
    }

    [Fact]
    public void Contracts_depend_on_nothing_but_the_framework() =>
        typeof(ShotStatus).Assembly.GetReferencedAssemblies().Select(a => a.Name).ShouldAllBe(name => name!.StartsWith("System", StringComparison.Ordinal));
}
