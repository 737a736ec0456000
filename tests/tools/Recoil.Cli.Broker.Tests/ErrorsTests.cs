using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Recoil.Cli.Broker.Tests;

[Collection(RunningServicesCollection.Name)]
public sealed class ErrorsTests(RunningServices running)
{
    private readonly Installation _recoil = running.Installation;

    [Fact]
    public async Task An_unreadable_message_is_grouped_fails_again_when_retried_and_goes_when_discarded()
    {
        foreach (var body in new[] { "{ no json", "{ none either" })
            await PutAsync("budget", body);
        await Eventually.TrueAsync(async () => (await GroupsAsync()).Sum(group => group.GetProperty("count").GetInt32()) == 2, () => "both messages to fail");

        var group = (await GroupsAsync()).First();
        var id = group.GetProperty("id").GetString()!;
        (group.GetProperty("queue").GetString(), group.GetProperty("type").GetString()).ShouldBe(("budget_error", "unreadable"));
        var shown = await _recoil.RecoilAsync("errors", "show", id[..4], "--limit", "1");
        shown.Output.ShouldContain("cause  JsonReaderException: ");
        shown.Output.ShouldContain("body   { no");

        var retried = await _recoil.RecoilAsync("errors", "retry", "--all");
        retried.ShouldBe((0, "2 messages of budget_error went back to budget.\n", ""));
        await Eventually.TrueAsync(async () => (await GroupsAsync()).Sum(g => g.GetProperty("count").GetInt32()) == 2, () => "both messages to fail again");

        (await _recoil.RecoilAsync("errors", "discard", "--all")).ShouldBe((2, "", "This would discard 2 messages for good. Add --yes to do it.\n"));
        (await _recoil.RecoilAsync("errors", "discard", "--all", "--yes")).ShouldBe((0, "2 messages of budget_error discarded.\n", ""));
        (await _recoil.RecoilAsync("errors", "list")).ShouldBe((0, "", "No message has failed.\n"));
    }

    [Fact]
    public async Task A_retried_message_does_what_it_was_sent_for()
    {
        var run = """
            {"project":"harbour","runId":"retried","model":"animatic-keyframe","episodeCap":1,"shotCap":1,
             "shots":[{"shotId":"SH010","prompt":"WIDE. A quay in the rain.","aspectRatio":"1:1"}]}
            """;
        await PutAsync(
            "runs_error",
            $$"""{"messageId":"{{Guid.NewGuid()}}","messageType":["urn:message:Recoil.Contracts:RunRequested"],"message":{{run}}}""",
            ("MT-Reason", "fault"), ("MT-Fault-ExceptionType", "System.TimeoutException"), ("MT-Fault-Message", "Run 17 waited"), ("MT-Fault-Timestamp", "2026-11-24T10:00:00Z"));

        var listed = await _recoil.RecoilAsync("errors", "list");
        var row = listed.Output.Split('\n').Single(line => line.Contains("TimeoutException: Run <n> waited", StringComparison.Ordinal));
        row.ShouldContain("runs_error");
        row.ShouldContain("RunRequested");
        var id = row[..8];
        (await _recoil.RecoilAsync("errors", "retry", id)).ShouldBe((0, "1 message of runs_error went back to runs.\n", ""));

        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/retried")).Output.Contains("SH010  completed  ok", StringComparison.Ordinal), () => "the run to end");
        (await _recoil.RecoilAsync("errors", "list")).Errors.ShouldBe("No message has failed.\n");
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_one_line() =>
        (await _recoil.RecoilAsync("errors", "retry", "ffff0000")).ShouldBe((2, "", "ffff0000: no such group. recoil errors list shows them.\n"));

    private async Task<IEnumerable<JsonElement>> GroupsAsync() =>
        JsonDocument.Parse((await _recoil.RecoilAsync("errors", "list", "--json")).Output).RootElement.EnumerateArray();

    private async Task PutAsync(string queue, string body, params (string Name, string Value)[] headers)
    {
        var transport = _recoil.Services.Transport;
        var factory = new ConnectionFactory
        {
            HostName = transport.Host, Port = transport.Port, VirtualHost = transport.VirtualHost, UserName = transport.Username, Password = transport.Password,
        };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = headers.ToDictionary(header => header.Name, header => (object?)header.Value, StringComparer.Ordinal),
        };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }
}
