using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Broker.Testing;
using Recoil.Contracts;
using Recoil.Contracts.Tests.Documents;
using Recoil.Hosting.Tests.Malformed;
using Recoil.Local.Processes;
using Recoil.Storage.Budget;
using Recoil.Storage.Embedded;

namespace Recoil.Hosting.Tests;

[Collection(ServicesCollection.Name)]
[Needs(Need.Broker)]
public sealed class When_malformed_messages_arrive(ServicesFixture services, ITestOutputHelper output)
{
    private const int Seed = 20261122;
    private const int GoodShots = 6;
    private const string Project = "malformed";
    private const string Run = "good";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly string[] s_queues = ["shots", "runs", "generator", "critic", "budget", "review-queue"];

    [Fact]
    public async Task Should_put_every_one_aside_and_handle_the_good_ones()
    {
        var before = services.Services.Processes;
        await using var broker = await RawBroker.ConnectAsync(services.Broker.Transport);
        var loggedBefore = await LoggedRefusalsAsync();
        var ends = await broker.HearEndsAsync(Project);
        broker.WatchFailures(services.Services.Store);
        var targets = await FindTargetsAsync(broker);
        var messages = new MalformedMessages(targets, Seed);

        var sent = await SendAllAsync(broker, messages);
        sent.Count.ShouldBeGreaterThan(500);
        var expected = sent.Where(s => !s.Value.IsIgnored).Select(s => s.Key).ToArray();
        await RawBroker.UntilAsync(() => expected.All(broker.Refused.ContainsKey) && ends.Count >= GoodShots, s_limit);
        await SendAboutEndedShotAsync(broker, messages, sent);
        await UntilNothingWaitsAsync();

        Show(sent, broker.Refused);
        Describe(sent, number => !broker.Refused.ContainsKey(number) && !sent[number].IsIgnored).ShouldBeEmpty("these were neither refused nor meant to be passed over");
        Describe(sent, number => broker.Refused.ContainsKey(number) && sent[number].IsIgnored).ShouldBeEmpty("these were refused although nothing is wrong with them");
        ends.Select(end => $"{JsonNode.Parse(end)!["message"]!["shotId"]} {JsonNode.Parse(end)!["message"]!["status"]}").Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, GoodShots).Select(i => $"{ShotId(i)} ok"));
        await ShouldBeAsBeforeAsync(before);
        await LedgerShouldAddUpAsync(ends);
        await LogShouldExplainAsync();
        (await LoggedRefusalsAsync() - loggedBefore).ShouldBe(broker.Refused.Count, "every refusal is logged in one line, once");
    }

    /// <summary>Which messages the services take, and where: found out with messages that nobody can read.</summary>
    private static async Task<IReadOnlyList<Target>> FindTargetsAsync(RawBroker broker)
    {
        var asked = new Dictionary<int, (Type Type, bool IsFault)>();
        foreach (var type in ContractShape.Messages)
        {
            foreach (var isFault in new[] { false, true })
            {
                var exchange = Target.ExchangeOf(type, isFault);
                if (await broker.HasExchangeAsync(exchange)
                    && await broker.SendAsync(new MalformedMessage("probe", type.Name, exchange, "malformed", "who takes this?"u8.ToArray())) is { } number)
                    asked[number] = (type, isFault);
            }
        }

        (await RawBroker.UntilAsync(() => asked.Keys.All(broker.Refused.ContainsKey), s_limit)).ShouldBeTrue(
            $"probes have ended nowhere: {string.Join(", ", asked.Where(a => !broker.Refused.ContainsKey(a.Key)).Select(a => a.Value))}");
        var targets = asked.Select(a => new Target(a.Value.Type, a.Value.IsFault, broker.Refused[a.Key])).ToArray();
        targets.Select(t => t.Queue).Distinct(StringComparer.Ordinal).ShouldBe(s_queues, ignoreOrder: true);
        return targets;
    }

    /// <summary>Sends a good one, wrong ones about it while it is under way, a part of all the others, and so on.</summary>
    private static async Task<Dictionary<int, MalformedMessage>> SendAllAsync(RawBroker broker, MalformedMessages messages)
    {
        var all = messages.All();
        var sent = new Dictionary<int, MalformedMessage>();
        for (var i = 0; i < GoodShots; i++)
        {
            await broker.SendAsync(GoodShot(i));
            foreach (var wrong in AboutRealShot(messages, i).Concat(all.Skip(i * all.Count / GoodShots).Take(((i + 1) * all.Count / GoodShots) - (i * all.Count / GoodShots))))
            {
                var number = await broker.SendAsync(wrong);
                sent[number.ShouldNotBeNull($"nobody took {wrong}")] = wrong;
            }
        }

        return sent;
    }

    private static MalformedMessage GoodShot(int i) => new(
        "good", ShotId(i), "Recoil.Contracts:ShotRequested", "", Envelope.Bytes(Envelope.Of(
            "urn:message:Recoil.Contracts:ShotRequested",
            new JsonObject
            {
                ["project"] = Project,
                ["runId"] = Run,
                ["shotId"] = ShotId(i),
                ["prompt"] = "Wide shot. The harbour at first light.",
                ["model"] = "animatic-keyframe",
                ["episodeCap"] = 5,
                ["shotCap"] = 1,
            },
            Guid.NewGuid())));

    /// <summary>What would do most harm: wrong answers and commands with the ids of a shot that somebody waits for.</summary>
    private static IEnumerable<MalformedMessage> AboutRealShot(MalformedMessages messages, int i)
    {
        var shot = ShotIdentity.OfShot(Project, Run, ShotId(i));
        var take = ShotIdentity.OfTake(shot, 1, 1);
        foreach (var cost in new JsonNode[] { -5, 1e27, 1_000_001 })
            yield return messages.About("GenerationCompleted", Changed("GenerationCompleted", ("cost", cost)), "real shot, wrong cost");
        yield return messages.About("GenerationCompleted", Changed("GenerationCompleted", ("takeId", Guid.NewGuid()), ("fault", null)), "real shot, unknown take", ignored: true);
        yield return messages.About("BudgetReserved", Changed("BudgetReserved", ("reservationId", Guid.NewGuid())), "real shot, unknown reservation", ignored: true);
        yield return messages.About("BudgetRefused", Changed("BudgetRefused", ("reservationId", Guid.NewGuid())), "real shot, unknown reservation", ignored: true);
        yield return messages.About("CriticVerdict", Changed("CriticVerdict", ("takeId", Guid.NewGuid())), "real shot, unknown take", ignored: true);
        yield return messages.About("CriticVerdict", Changed("CriticVerdict", ("score", 7)), "real shot, wrong score");
        yield return messages.About("ReserveBudget", Changed("ReserveBudget", ("estimate", -1)), "real shot, negative estimate");
        yield return messages.About("SettleBudget", Changed("SettleBudget", ("actualCost", -1)), "real shot, negative cost");
        yield return messages.About("GenerateTake", Changed("GenerateTake", ("duration", -1)), "real shot, negative length");
        yield return messages.About("CritiqueTake", Changed("CritiqueTake", ("output", "")), "real shot, no output");
        yield return messages.About("ShotRequested", Changed("ShotRequested", ("episodeCap", -1)), "real shot, negative cap");

        JsonObject Changed(string type, params (string Field, JsonNode? Value)[] changes)
        {
            var message = JsonNode.Parse(ContractsDocument.ExampleOf(type))!.AsObject();
            foreach (var (field, value) in new (string, JsonNode?)[]
            {
                ("correlationId", shot.ToString()), ("takeId", take.ToString()), ("reservationId", take.ToString()), ("project", Project), ("runId", Run),
                ("shotId", ShotId(i)), ("scope", ShotIdentity.BudgetScopeOf(Project, Run)),
            })
            {
                if (message.ContainsKey(field))
                    message[field] = value;
            }

            foreach (var (field, value) in changes)
                message[field] = value?.DeepClone();
            return message;
        }
    }

    /// <summary>
    /// The wrong answers about a shot under way may reach it before it is there, and then nobody notes them; one about a shot that has
    /// ended is always noted.
    /// </summary>
    private static async Task SendAboutEndedShotAsync(RawBroker broker, MalformedMessages messages, Dictionary<int, MalformedMessage> sent)
    {
        var wrong = AboutRealShot(messages, 0).Single(message => message.IsIgnored && message.About.StartsWith("GenerationCompleted", StringComparison.Ordinal));
        var number = await broker.SendAsync(wrong);
        sent[number.ShouldNotBeNull($"nobody took {wrong}")] = wrong;
    }

    private async Task UntilNothingWaitsAsync()
    {
        IReadOnlyList<string> waiting = [];
        for (var i = 0; i < 20; i++)
        {
            var listed = await services.Broker.ControlAsync("list_queues", "--no-table-headers", "-p", services.Broker.Transport.VirtualHost, "name", "messages");
            waiting = [.. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => s_queues.Contains(line.Split('\t')[0], StringComparer.Ordinal) && !line.EndsWith("\t0", StringComparison.Ordinal))];
            if (waiting.Count == 0)
                return;
        }

        waiting.ShouldBeEmpty("messages still wait");
    }

    private async Task ShouldBeAsBeforeAsync(IReadOnlyList<ServiceProcess> before)
    {
        foreach (var process in before)
        {
            var health = await process.HealthAsync(CancellationToken.None);
            health.IsReady.ShouldBeTrue($"{process.Name} is {health.Status}: {health.Problems}");
        }
    }

    /// <summary>What the shots said they cost is what the account holds, and nothing is left reserved anywhere.</summary>
    private async Task LedgerShouldAddUpAsync(IEnumerable<string> ends)
    {
        await using var store = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = services.Services.StoreFolder })
            .BuildServiceProvider();
        var ledger = store.GetRequiredService<IBudgetLedger>();
        var told = ends.Sum(end => JsonNode.Parse(end)!["message"]!["costUsd"]!.GetValue<decimal>());

        (await ledger.GetAsync(ShotIdentity.BudgetScopeOf(Project, Run), CancellationToken.None)).ShouldBe(new AccountBalance(told, 0, 0));
        (await ledger.GetAsync("first_light/run_1", CancellationToken.None)).ShouldBe(default);
    }

    /// <summary>One line says what was refused and why, and none holds a prompt.</summary>
    private async Task LogShouldExplainAsync()
    {
        var logs = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (var process in services.Services.Processes)
            logs[process.Service] = await File.ReadAllTextAsync(process.Log);

        logs[ServiceName.Shots].ShouldMatch("WRN Refused GenerationCompleted .* on shots: cost is -5; it must be from 0 to 1000000 US dollars");
        logs[ServiceName.Budget].ShouldMatch("WRN Refused ReserveBudget .* on budget: estimate is -1; it must be from 0 to 1000000 US dollars");
        logs[ServiceName.Shots].ShouldContain("WRN Ignoring a generation of take");
        logs.Values.ShouldAllBe(log => !log.Contains("One lit window", StringComparison.Ordinal));
    }

    private async Task<int> LoggedRefusalsAsync()
    {
        var told = 0;
        foreach (var process in services.Services.Processes)
            told += (await File.ReadAllLinesAsync(process.Log)).Count(line => line.Contains(" WRN Refused ", StringComparison.Ordinal));
        return told;
    }

    private void Show(Dictionary<int, MalformedMessage> sent, IReadOnlyDictionary<int, string> refused)
    {
        output.WriteLine($"{sent.Count} sent, {sent.Keys.Count(refused.ContainsKey)} refused, {sent.Values.Count(m => m.IsIgnored)} to be passed over");
        foreach (var kind in sent.GroupBy(s => s.Value.Kind, StringComparer.Ordinal).OrderBy(k => k.Key, StringComparer.Ordinal))
            output.WriteLine($"{kind.Key}: {kind.Count()} sent, {kind.Count(s => refused.ContainsKey(s.Key))} refused");
    }

    private static string[] Describe(Dictionary<int, MalformedMessage> sent, Func<int, bool> which) =>
        [.. sent.Where(s => which(s.Key)).Select(s => s.Value.ToString()).Order(StringComparer.Ordinal)];

    private static string ShotId(int i) => string.Create(CultureInfo.InvariantCulture, $"S{i}");
}
