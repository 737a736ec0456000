using System.Text.Json;
using System.Text.Json.Nodes;
using Recoil.Contracts.Tests.Documents;
using Recoil.Hosting.Transport.Validation;

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
    public void Should_show_a_body_that_the_bus_does_not_refuse(Type type) =>
        MessageRules.Refusal(JsonSerializer.Deserialize(ContractsDocument.ExampleOf(type.Name), type, ContractShape.Json)!).ShouldBeNull();
}
