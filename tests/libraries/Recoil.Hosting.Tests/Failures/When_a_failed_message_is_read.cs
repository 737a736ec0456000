using System.Text;
using RabbitMQ.Client;
using Recoil.Hosting.Transport.Failures;

namespace Recoil.Hosting.Tests.Failures;

public sealed class When_a_failed_message_is_read
{
    private const string Envelope = """{"messageType":["urn:message:Recoil.Contracts:ReserveBudget"]}""";

    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_that_came_back_too_often_says_so()
    {
        var message = Arrived(("x-death", new List<object>
        {
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = Utf8("delivery_limit"), ["queue"] = Utf8("generator"), ["time"] = new AmqpTimestamp(1_764_000_000) },
        })).Describe(0, s_now);

        message.Cause.ShouldStartWith("delivery_limit: ");
        message.At.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_764_000_000));
    }

    [Fact]
    public void What_its_failure_added_goes_and_the_rest_stays_as_it_was()
    {
        var content = Arrived(
            ("MT-Fault-Message", Utf8("broken")), ("MT-Reason", Utf8("fault")), ("MT-Host-MachineName", Utf8("m")),
            ("x-death", new List<object>()), ("x-first-death-queue", Utf8("budget")), ("x-delivery-count", 3), ("traceparent", Utf8("00-1")),
            ("bytes", new byte[] { 0xff, 0xfe }), ("table", new Dictionary<string, object?>(StringComparer.Ordinal) { ["list"] = new List<object?> { 1L, true, null, 2.5 } })).Content();

        var properties = AmqpPropertiesJson.Read(content.Properties.Span);
        properties.MessageId.ShouldBe("m1");
        properties.ContentType.ShouldBe("application/vnd.masstransit+json");
        properties.Persistent.ShouldBeTrue();
        properties.Headers!.Keys.ShouldBe(["traceparent", "bytes", "table"]);
        properties.Headers["traceparent"].ShouldBe(Utf8("00-1"));
        properties.Headers["bytes"].ShouldBe(new byte[] { 0xff, 0xfe });
        ((Dictionary<string, object?>)properties.Headers["table"]!)["list"].ShouldBe(new List<object?> { 1L, true, null, 2.5 });
        Encoding.UTF8.GetString(content.Body.Span).ShouldBe(Envelope);
    }

    [Theory]
    [InlineData("[1]"), InlineData("{ no"), InlineData("")]
    public void A_body_that_is_no_envelope_is_unreadable(string body) => Arrived(body).Describe(0, s_now).Type.ShouldBe("unreadable");

    [Fact]
    public void The_same_failure_read_again_is_the_same_entry_and_another_one_is_not()
    {
        var first = Arrived(("MT-Fault-Timestamp", Utf8("2026-11-24T10:00:00Z")));

        first.Describe(0, s_now).Id.ShouldBe(Arrived(("MT-Fault-Timestamp", Utf8("2026-11-24T10:00:00Z")), ("x-delivery-count", 1)).Describe(0, s_now.AddDays(1)).Id);
        first.Describe(0, s_now).Id.ShouldNotBe(Arrived(("MT-Fault-Timestamp", Utf8("2026-11-24T10:00:01Z"))).Describe(0, s_now).Id);
        first.Describe(0, s_now).Id.ShouldNotBe(first.Describe(1, s_now).Id);
        first.Describe(0, s_now).Id.ShouldNotBe((first with { Queue = "critic_error" }).Describe(0, s_now).Id);
        first.Describe(0, s_now).Id.ShouldNotBe((first with { Body = Utf8("{}") }).Describe(0, s_now).Id);
    }

    [Fact]
    public void A_copy_that_is_put_back_is_marked_and_counts_from_nothing()
    {
        var copy = new ArrivedFailure("budget_error", Arrived(("x-delivery-count", 7), ("MT-Fault-Message", Utf8("broken"))).PutBack(), Utf8(Envelope));

        copy.Returns.ShouldBe(0);
        copy.WasPutBack.ShouldBeTrue();
        copy.Describe(0, s_now).Id.ShouldBe(Arrived(("MT-Fault-Message", Utf8("broken"))).Describe(0, s_now).Id);
        AmqpPropertiesJson.Read(copy.Content().Properties.Span).IsHeadersPresent().ShouldBeFalse();
    }

    private static ArrivedFailure Arrived(params (string Name, object? Value)[] headers) => Arrived(Envelope, headers);

    private static ArrivedFailure Arrived(string body, params (string Name, object? Value)[] headers) => new(
        "budget_error",
        new BasicProperties
        {
            MessageId = "m1",
            ContentType = "application/vnd.masstransit+json",
            Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal),
        },
        Utf8(body));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
