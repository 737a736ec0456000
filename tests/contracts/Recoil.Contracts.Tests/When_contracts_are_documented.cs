using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;
using Recoil.Contracts.Rules;
using Recoil.Contracts.Tests.Documents;

namespace Recoil.Contracts.Tests;

public sealed class When_contracts_are_documented
{
    public static TheoryData<Type> Messages => [.. ContractShape.Messages];

    public static TheoryData<Type> Records => [.. ContractShape.Messages.Concat(ContractShape.Parts)];

    public static TheoryData<Type> Words => [.. ContractShape.Words];

    [Fact]
    public void Should_speak_of_every_type_and_of_no_other() =>
        ContractsDocument.Types.Order(StringComparer.Ordinal).ShouldBe(
            ContractShape.Messages.Concat(ContractShape.Parts).Concat(ContractShape.Words).Select(t => t.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Records))]
    public void Should_name_every_field_as_it_is(Type type) =>
        ContractsDocument.FieldsOf(type.Name).OrderBy(f => f.Name, StringComparer.Ordinal).ShouldBe(ContractShape.FieldsOf(type));

    [Theory]
    [MemberData(nameof(Words))]
    public void Should_name_every_word_as_it_travels(Type type) =>
        ContractsDocument.WordsOf(type.Name).ShouldBe(ContractShape.WordsOf(type));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Should_show_a_body_that_is_read_and_written_as_it_stands(Type type)
    {
        var example = ContractsDocument.ExampleOf(type.Name);

        var message = JsonSerializer.Deserialize(example, type, ContractShape.Json);
        var again = JsonSerializer.Serialize(message, type, ContractShape.Json);

        JsonNode.DeepEquals(JsonNode.Parse(again), JsonNode.Parse(example)).ShouldBeTrue($"The example of {type.Name} comes back as {again}");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Should_show_every_field_in_the_body(Type type) =>
        JsonNode.Parse(ContractsDocument.ExampleOf(type.Name))!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)
            .ShouldBe(ContractShape.FieldsOf(type).Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Should_have_rules_for_every_message(Type type) => MessageRules.Of(type).ShouldNotBeNull().MessageType.ShouldBe(type);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Should_show_a_body_that_the_bus_does_not_refuse(Type type) =>
        MessageRules.Of(type)!.Refusal(JsonSerializer.Deserialize(ContractsDocument.ExampleOf(type.Name), type, ContractShape.Json)!).ShouldBeNull();

    [Fact]
    public void Should_show_an_envelope_that_the_bus_reads()
    {
        var body = new StringMessageBody(ContractsDocument.Envelope);
        var serializer = new SystemTextJsonMessageSerializer();

        var context = serializer.Deserialize(body, EmptyHeaders.Instance, null);

        context.TryGetMessage<ShotRequested>(out var shot).ShouldBeTrue();
        MessageRules.Of<ShotRequested>()!.Refusal(shot!).ShouldBeNull();
        context.MessageId.ShouldNotBeNull();
        context.Headers.Get<string>("traceparent").ShouldNotBeNull();
    }

    [Fact]
    public void Should_be_right_about_what_is_converted_and_what_is_not()
    {
        Read("""{"project":"p","shotId":"s","episodeCap":5.5,"nobody":"knows"}""").EpisodeCap.ShouldBe(5.5m);
        Read("""{"project":"p","shotId":"s","episodeCap":5,"model":null}""").Model.ShouldBeNull();
        Should.Throw<JsonException>(() => Read("""{"project":"p","shotId":"s","episodeCap":"5.5"}"""));
        Should.Throw<JsonException>(() => Read("""{"project":1,"shotId":"s","episodeCap":5}"""));
        Should.Throw<JsonException>(() => Read("""{"project":"p","project":"q","shotId":"s","episodeCap":5}"""));
        MessageRules.Of<ShotRequested>()!.Refusal(Read("""{"project":"p","shotId":"s","episodeCap":5,"prompt":null}""")).ShouldBe("prompt is null");
        MessageRules.Of<ShotRequested>()!.Refusal(Read("""{"project":"p","shotId":"s","episodeCap":5,"identityRefs":null}""")).ShouldBe("identityRefs is null");

        static ShotRequested Read(string json) => JsonSerializer.Deserialize<ShotRequested>(json, ContractShape.Json)!;
    }
}
