using System.Text;
using System.Text.Json.Nodes;
using Recoil.Hosting.Transport.Failures;

namespace Recoil.Hosting.Tests.Failures;

public sealed class When_a_failed_message_is_edited
{
    private const string Failed = """
        {"messageId":"0b5ae3a5-52c8-4d8f-9f4e-0d9bd0e8b6a1","sourceAddress":"rabbitmq://b/shots","messageType":["urn:message:Recoil.Contracts:ClaimReview"],"message":{"reviewId":"x"}}
        """;

    private const string Good = """{"reviewId":"d8b364c3-fd91-5ebe-945d-f640e8a7223d","by":"ines","for":"00:15:00"}""";

    [Fact]
    public void The_message_goes_into_the_envelope_that_failed()
    {
        var (body, refusal) = EditedBody.Make(Utf8(Failed), Good);

        refusal.ShouldBeNull();
        var envelope = JsonNode.Parse(body)!;
        ((string?)envelope["sourceAddress"]).ShouldBe("rabbitmq://b/shots");
        ((string?)envelope["message"]!["by"]).ShouldBe("ines");
    }

    [Fact]
    public void A_whole_envelope_takes_the_place_of_one_that_cannot_be_read()
    {
        var whole = Failed.Replace("""{"reviewId":"x"}""", Good, StringComparison.Ordinal);

        EditedBody.Make(Utf8("{ no json"), whole).Refusal.ShouldBeNull();
        EditedBody.Make(Utf8("{ no json"), Good).Refusal.ShouldBe("The failed message has no envelope that can be read. Give a whole envelope with messageId, messageType and message.");
    }

    [Theory]
    [InlineData("""{"reviewId":"00000000-0000-0000-0000-000000000000","by":"ines","for":"00:15:00"}""", "ClaimReview: reviewId is the empty id.")]
    [InlineData("""{"reviewId":"d8b364c3-fd91-5ebe-945d-f640e8a7223d","by":"","for":"00:15:00"}""", "ClaimReview: by is empty.")]
    [InlineData("[1]", "The edited body is no JSON object.")]
    [InlineData("{\n no", "The edited body is no JSON: line 2, column 2.")]
    public void What_breaks_a_rule_of_the_message_is_refused(string edited, string refusal) =>
        EditedBody.Make(Utf8(Failed), edited).ShouldBe((null, refusal));

    [Theory]
    [InlineData("""{"by":"ines","for":"00:15:00"}""")]
    [InlineData("""{"reviewId":"no id","by":"ines","for":"00:15:00"}""")]
    public void What_is_no_such_message_is_refused(string edited) =>
        EditedBody.Make(Utf8(Failed), edited).Refusal.ShouldNotBeNull().ShouldStartWith("ClaimReview: ");

    [Fact]
    public void A_message_without_rules_is_refused() =>
        EditedBody.Make(Utf8(Failed.Replace("ClaimReview", "Nobody", StringComparison.Ordinal)), Good).Refusal
            .ShouldBe("Nothing is known of such a message, so its body cannot be checked. Retry or discard it.");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
