using System.Text;
using RabbitMQ.Client;
using Recoil.Cli.Commands;
using Recoil.Cli.Errors;

namespace Recoil.Cli.Tests.Errors;

public sealed class ErrorGroupTests
{
    [Fact]
    public void Causes_that_differ_in_ids_and_numbers_are_one_group()
    {
        var groups = ErrorGroup.Of(
        [
            Message("Reservation 0b9f6a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d asks for -1.50 US dollars", at: "2026-11-24T10:00:00Z"),
            Message("Reservation 5c0f6a4e-2f0a-5d6e-9c3b-7d0d3a1b2c4d asks for -2 US dollars", at: "2026-11-24T09:00:00Z"),
            Message("The ledger is away", at: "2026-11-24T11:00:00Z"),
        ]);

        groups.Count.ShouldBe(2);
        groups[0].Cause.ShouldBe("ArgumentException: Reservation <id> asks for -<n> US dollars");
        groups[0].Messages.Count.ShouldBe(2);
        (groups[0].First, groups[0].Last).ShouldBe((new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero)));
        groups[0].Type.ShouldBe("ReserveBudget");
    }

    [Fact]
    public void A_message_that_came_back_too_often_says_so()
    {
        var message = Of(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-death"] = new List<object>
            {
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = Utf8("delivery_limit"), ["queue"] = Utf8("generator"), ["time"] = new AmqpTimestamp(1_764_000_000) },
            },
        });

        message.Cause.ShouldStartWith("delivery_limit: ");
        message.At.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_764_000_000));
    }

    [Fact]
    public void A_retried_message_is_as_it_was_before_it_failed()
    {
        var message = Of(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["MT-Fault-Message"] = Utf8("broken"), ["MT-Reason"] = Utf8("fault"), ["MT-Host-MachineName"] = Utf8("m"),
            ["x-death"] = new List<object>(), ["x-first-death-queue"] = Utf8("budget"), ["traceparent"] = Utf8("00-1"),
        });

        message.BeforeItFailed().Headers!.Keys.ShouldBe(["traceparent"]);
        message.BeforeItFailed().MessageId.ShouldBe("m1");
    }

    [Fact]
    public void A_body_that_is_no_envelope_is_unreadable()
    {
        Of(new Dictionary<string, object?>(StringComparer.Ordinal), "[1]").Type.ShouldBe("unreadable");
        Of(new Dictionary<string, object?>(StringComparer.Ordinal), "{ no").Type.ShouldBe("unreadable");
    }

    [Fact]
    public void A_group_is_found_by_the_beginning_of_its_id()
    {
        var groups = ErrorGroup.Of([Message("A"), Message("B")]);

        ErrorGroup.Find(groups[1].Id[..4], groups).ShouldBe(groups[1]);
        Should.Throw<CommandFailedException>(() => ErrorGroup.Find("zz", groups)).Message.ShouldBe("zz: no such group. recoil errors list shows them.");
        Should.Throw<CommandFailedException>(() => ErrorGroup.Find("", groups)).Message.ShouldStartWith(": 2 groups begin so: ");
    }

    private static FailedMessage Message(string why, string? at = null)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["MT-Fault-ExceptionType"] = Utf8("System.ArgumentException"), ["MT-Fault-Message"] = Utf8(why),
        };
        if (at is not null)
            headers["MT-Fault-Timestamp"] = Utf8(at);
        return Of(headers);
    }

    private static FailedMessage Of(Dictionary<string, object?> headers, string body = """{"messageType":["urn:message:Recoil.Contracts:ReserveBudget"]}""") => FailedMessage.Of(
        "budget_error",
        new BasicGetResult(1, redelivered: false, "", "budget", 0, new BasicProperties { MessageId = "m1", Headers = headers }, Encoding.UTF8.GetBytes(body)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
