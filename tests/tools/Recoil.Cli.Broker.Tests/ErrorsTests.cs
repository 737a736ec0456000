using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Recoil.Contracts;
using Recoil.Hosting.Stores;
using Recoil.Hosting.Transport;
using Recoil.Storage.Sagas;

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
        shown.Output.ShouldContain("cause    JsonReaderException: ");
        shown.Output.ShouldContain("body     { no");

        var retried = await _recoil.RecoilAsync("errors", "retry", "--all");
        retried.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.EndsWith("  unreadable of budget_error: sent back to budget", StringComparison.Ordinal));
        (retried.ExitCode, retried.Errors).ShouldBe((0, "2 messages: 2 sent back.\n"));
        await Eventually.TrueAsync(async () => (await GroupsAsync()).Sum(g => g.GetProperty("count").GetInt32()) == 2, () => "both messages to fail again");

        (await _recoil.RecoilAsync("errors", "discard", "--all")).ShouldBe((2, "", "This would discard 2 messages for good. Add --yes to do it.\n"));
        var discarded = await _recoil.RecoilAsync("errors", "discard", "--all", "--yes", "--json");
        (discarded.ExitCode, discarded.Errors).ShouldBe((0, "2 messages: 2 discarded.\n"));
        JsonDocument.Parse(discarded.Output).RootElement.EnumerateArray().Select(one => (one.GetProperty("outcome").GetString(), one.GetProperty("id").GetGuid()))
            .Distinct().Count(one => one.Item1 == "discarded").ShouldBe(2);
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

        await Eventually.TrueAsync(async () => await CountAsync("runs_error") == 1, () => "the message to be stored");
        var listed = await _recoil.RecoilAsync("errors", "list");
        var row = listed.Output.Split('\n').Single(line => line.Contains("TimeoutException: Run <n> waited", StringComparison.Ordinal));
        row.ShouldContain("runs_error");
        row.ShouldContain("RunRequested");
        var id = row[..8];
        (await _recoil.RecoilAsync("errors", "retry", id)).Errors.ShouldBe("1 message: 1 sent back.\n");

        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/retried")).Output.Contains("SH010  completed  ok", StringComparison.Ordinal), () => "the run to end");
        (await _recoil.RecoilAsync("errors", "list")).Errors.ShouldBe("No message has failed.\n");
    }

    [Fact]
    public async Task Listing_again_and_again_changes_nothing()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        foreach (var id in ids)
            await PutAsync("shots", $$"""{"messageId":"{{id}}","messageType":["urn:message:Recoil.Contracts:CancelShot"],"message":{} }""");
        await Eventually.TrueAsync(async () => (await CountAsync("shots_error")) == ids.Count, () => "all messages to fail");

        var before = await _recoil.RecoilAsync("errors", "list", "--json");
        for (var look = 0; look < 25; look++)
            (await _recoil.RecoilAsync("errors", "list", "--json")).ShouldBe(before);
        await ListAsync(1_000);

        (await CountAsync("shots_error")).ShouldBe(ids.Count);
        (await _recoil.RecoilAsync("errors", "discard", "--all", "--yes")).ExitCode.ShouldBe(0);
    }

    /// <summary>Asks as the command does, without a process for each question.</summary>
    private async Task ListAsync(int times)
    {
        await using var services = new ServiceCollection().AddLogging().AddRabbitMqBus(_recoil.Services.Transport, _ => { }).BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        var client = bus.CreateRequestClient<ListFailedMessages>();
        string? before = null;
        for (var look = 0; look < times; look++)
        {
            var answer = await client.GetResponse<FailedMessagesListed>(new ListFailedMessages { Limit = 500 });
            var listed = JsonSerializer.Serialize(answer.Message);
            (before ??= listed).ShouldBe(listed);
        }

        await bus.StopAsync();
    }

    [Fact]
    public async Task A_saga_that_is_set_aside_is_listed_tried_again_and_given_up_by_name_only()
    {
        var id = Guid.NewGuid();
        await using (var store = new ServiceCollection().AddStore(_recoil.Services.Store).BuildServiceProvider())
        {
            var torn = new SagaDocument<Torn> { Id = id, State = new Torn([1]), OutboxDueAt = DateTimeOffset.UtcNow };
            (await store.GetRequiredService<ISagaDocumentStores>().Open<Torn>("shot").TryInsertAsync(torn, default)).ShouldBeTrue();
        }

        var first = await SetAsideAsync();
        first.GetProperty("type").GetString().ShouldBe("saga");
        first.GetProperty("cause").GetString().ShouldNotBeNull().ShouldContain("is stored in a shape that this version does not read");
        (await _recoil.RecoilAsync("errors", "show", id.ToString("N")[..8])).Output.ShouldContain($"shot {id} was set aside: ");

        (await _recoil.RecoilAsync("errors", "retry", id.ToString("N"))).Errors.ShouldBe("1 message: 1 sent back.\n");
        await SetAsideAsync();
        await _recoil.RecoilAsync("errors", "discard", "--all", "--yes");
        await SetAsideAsync();
        (await _recoil.RecoilAsync("errors", "discard", id.ToString("N"), "--yes")).Errors.ShouldBe("1 message: 1 discarded.\n");
        (await _recoil.RecoilAsync("errors", "list")).ShouldBe((0, "", "No message has failed.\n"));

        async Task<JsonElement> SetAsideAsync()
        {
            JsonElement? found = null;
            await Eventually.TrueAsync(
                async () =>
                {
                    var groups = await GroupsAsync();
                    found = groups.Where(group => group.GetProperty("queue").GetString() == "shot").Select(group => (JsonElement?)group).FirstOrDefault();
                    return found is not null;
                },
                () => "the saga to be set aside");
            return found!.Value;
        }
    }

    /// <summary>A state that no version of a shot has.</summary>
    private sealed record Torn(int[] Request);

    [Fact]
    public async Task A_group_that_is_not_there_is_one_line() =>
        (await _recoil.RecoilAsync("errors", "retry", "ffff0000")).ShouldBe((2, "", "ffff0000: no such group or message. recoil errors list shows the groups, recoil errors show GROUP its messages.\n"));

    [Fact]
    public async Task An_edited_message_is_checked_and_does_what_it_was_meant_for()
    {
        const string Run = """{"project":"harbour","runId":"edited","model":"animatic-keyframe","episodeCap":1,"shotCap":1,"shots":[{"shotId":"SH010","prompt":"WIDE.","aspectRatio":"1:1"}]}""";
        await PutAsync(
            "runs", $$"""{"messageId":"{{Guid.NewGuid()}}","messageType":["urn:message:Recoil.Contracts:RunRequested"],"message":{{Run.Replace("\"episodeCap\":1", "\"episodeCap\":-1", StringComparison.Ordinal)}}}""");
        await Eventually.TrueAsync(async () => await CountAsync("runs_error") == 1, () => "the message to fail");
        var group = (await GroupsAsync()).Single(one => one.GetProperty("queue").GetString() == "runs_error").GetProperty("id").GetString()!;
        var id = JsonDocument.Parse((await _recoil.RecoilAsync("errors", "show", group, "--json")).Output).RootElement[0].GetProperty("id").GetGuid().ToString("N");

        var wrong = await EditAsync(Run.Replace("\"episodeCap\":1", "\"episodeCap\":-2", StringComparison.Ordinal));
        wrong.ExitCode.ShouldBe(1);
        wrong.Output.ShouldContain("stays: RunRequested: episodeCap is -2; it must be from 0 to 1000000 US dollars.");
        (await CountAsync("runs_error")).ShouldBe(1);

        // The editor changes nothing first, then mends the message.
        (await _recoil.RecoilWithAsync("EDITOR", "true", "errors", "edit", id)).Errors.ShouldBe("Nothing was changed, and nothing was sent.\n");
        var edited = await _recoil.RecoilWithAsync("EDITOR", "sed -i s/-1/1/", "errors", "edit", id[..8]);
        edited.Output.ShouldBe($"{id[..8]}  RunRequested of runs_error: sent back to runs\n", edited.Errors);
        await Eventually.TrueAsync(
            async () => (await _recoil.RecoilAsync("status", "harbour/edited")).Output.Contains("SH010  completed  ok", StringComparison.Ordinal), () => "the run to end");
        (await CountAsync("runs_error")).ShouldBe(0);

        async Task<(int ExitCode, string Output, string Errors)> EditAsync(string body)
        {
            await File.WriteAllTextAsync(Path.Combine(_recoil.Folder, "edited.json"), body);
            return await _recoil.RecoilAsync("errors", "edit", id, "--file", "edited.json");
        }
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_the_process_that_stores_is_killed_again_and_again()
    {
        const int Messages = 400;
        var sending = Task.Run(async () =>
        {
            for (var number = 0; number < Messages; number++)
                await PutAsync("review-queue_error", $"no envelope {number}");
        });
        for (var kill = 0; kill < 4; kill++)
        {
            var from = 0;
            await Eventually.TrueAsync(async () => (from = await StoredAsync()) > kill * Messages / 5, () => "messages to be stored");
            Local.Processes.Signal.Kill(_recoil.Services.Processes.Single(process => process.Name.StartsWith("review-queue", StringComparison.Ordinal)).Pid);
            (await _recoil.RecoilAsync("up", "--generators", "1")).ExitCode.ShouldBe(0);
        }

        await sending;
        await Eventually.TrueAsync(async () => await CountAsync("review-queue_error") >= Messages, () => "all messages to be stored");
        var group = (await GroupsAsync()).Single(one => one.GetProperty("queue").GetString() == "review-queue_error").GetProperty("id").GetString()!;
        var bodies = JsonDocument.Parse((await _recoil.RecoilAsync("errors", "show", group, "--limit", "10000", "--json")).Output).RootElement.EnumerateArray()
            .Select(message => message.GetProperty("body").GetString()).ToList();
        bodies.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Messages).Select(number => $"no envelope {number}").Order(StringComparer.Ordinal));
        (await _recoil.RecoilAsync("errors", "discard", group, "--yes")).ExitCode.ShouldBe(0);

        async Task<int> StoredAsync() => await CountAsync("review-queue_error");
    }

    private async Task<int> CountAsync(string queue) =>
        (await GroupsAsync()).Where(group => group.GetProperty("queue").GetString() == queue).Sum(group => group.GetProperty("count").GetInt32());

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
