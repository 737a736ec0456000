using System.Collections.Concurrent;
using MassTransit.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Generator.Providers;
using Recoil.Models;
using Recoil.Providers.Accounts;
using Recoil.Providers;
using Recoil.Storage.Embedded;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

/// <summary>Workers as they are, on an in-memory bus, the embedded store and the system's clock; providers answer as a test says.</summary>
public abstract class WorkerTest : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProvider> _workers = [];

    internal ScriptedProvider Provider { get; } = new();

    internal ScriptedProvider Other { get; } = new() { Name = "other" };

    /// <summary>An account at a provider that comes with the program, without a key.</summary>
    private static ProviderAccounts Accounts { get; } = ProviderAccounts.Of([new ProviderAccount
    {
        Name = "paid",
        Type = "gemini",
        BaseUrl = new Uri("http://127.0.0.1:1"),
        Key = ProviderKey.InEnvironment("PAID_KEY", environment: _ => null),
        Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        Jobs = 3,
    }]);

    internal ConcurrentQueue<GenerationCompleted> Results { get; } = new();

    internal ITakeLedger Ledger => _workers[0].GetRequiredService<ITakeLedger>();

    protected static GenerateTake Take(string model = "scripted") => TakeFactory.Picture() with { Model = model };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await StopAsync(worker);
            await worker.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a worker with a bus of its own; all share the store.</summary>
    internal async Task<ITestHarness> StartAsync(Func<GeneratorOptions, GeneratorOptions>? change = null)
    {
        var options = new GeneratorOptions
        {
            WorkFolder = _folder["work"], JobFolder = _folder["jobs"], RetryDelay = TimeSpan.Zero, PollInterval = TimeSpan.FromMilliseconds(50),
        };
        var services = new ServiceCollection()
            .AddSingleton<IGenerationProvider>(Provider)
            .AddSingleton<IGenerationProvider>(Other)
            .AddArtifacts(new ArtifactOptions { Folder = _folder["takes"] })
            .AddGenerator(change?.Invoke(options) ?? options, Accounts)
            .AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder["store"] })
            .AddSingleton<IModelProfiles, ModelTable>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.SetKebabCaseEndpointNameFormatter();
                bus.AddGeneratorConsumers();
                bus.AddHandler<GenerationCompleted>(context =>
                {
                    Results.Enqueue(context.Message);
                    return Task.CompletedTask;
                });
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            })
            .BuildServiceProvider(validateScopes: true);
        try
        {
            var harness = services.GetRequiredService<ITestHarness>();
            await harness.Start();
            _workers.Add(services);
            return harness;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops a worker as its host does.</summary>
    internal static async Task StopAsync(IServiceProvider worker)
    {
        foreach (var service in worker.GetServices<Microsoft.Extensions.Hosting.IHostedService>().Reverse())
            await service.StopAsync(default);
    }

    internal static async Task SendAsync(ITestHarness worker, GenerateTake take) =>
        await (await worker.Bus.GetSendEndpoint(new Uri("queue:generator"))).Send(take);

    internal async Task<GenerationCompleted> ResultOfAsync(GenerateTake take)
    {
        await Eventually.TrueAsync(() => Results.Any(result => result.TakeId == take.TakeId), () => "the result", TimeSpan.FromSeconds(60));
        return Results.First(result => result.TakeId == take.TakeId);
    }

    internal async Task<TakeRecord> RecordUntilAsync(GenerateTake take, Func<TakeRecord, bool> fits) =>
        (await Eventually.GetAsync(() => Ledger.FindAsync(take.TakeId, default), record => record is not null && fits(record), TimeSpan.FromSeconds(20)))!;
}

public sealed class When_generate_take_arrives : WorkerTest
{
    [Fact]
    public async Task Its_result_is_published_again_for_a_repeated_command_and_bought_once()
    {
        var worker = await StartAsync();
        var take = Take();

        await SendAsync(worker, take);
        var first = await ResultOfAsync(take);
        await SendAsync(worker, take);
        await Eventually.TrueAsync(() => Results.Count == 2, () => "the answer to the second command", TimeSpan.FromSeconds(20));

        Results.ShouldAllBe(result => result == first);
        first.Success.ShouldBeTrue();
        first.CorrelationId.ShouldBe(take.CorrelationId);
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task Its_message_is_not_held_while_the_take_is_made()
    {
        var worker = await StartAsync();
        Provider.OnPoll = _ => TimeSpan.FromMilliseconds(20);
        var take = Take();

        await SendAsync(worker, take);

        (await worker.Consumed.Any<GenerateTake>(message => message.Context.Message.TakeId == take.TakeId)).ShouldBeTrue();
        await RecordUntilAsync(take, record => record.State == TakeState.Submitted);
        Results.ShouldBeEmpty();
        Provider.OnPoll = _ => null;
        (await ResultOfAsync(take)).Success.ShouldBeTrue();
    }

    [Fact]
    public async Task Repeated_while_the_take_is_made_it_changes_nothing()
    {
        var worker = await StartAsync();
        Provider.OnPoll = _ => TimeSpan.FromMilliseconds(20);
        var take = Take();
        for (var i = 0; i < 5; i++)
            await SendAsync(worker, take);
        await Eventually.TrueAsync(() => worker.Consumed.Select<GenerateTake>().Count() == 5, () => "five commands", TimeSpan.FromSeconds(20));
        Provider.OnPoll = _ => null;

        (await ResultOfAsync(take)).Success.ShouldBeTrue();
        Provider.Submits.ShouldBe(1);
    }

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("orphan")]
    public async Task An_unknown_model_or_provider_is_an_invalid_request(string model)
    {
        var worker = await StartAsync();
        var take = Take(model);

        await SendAsync(worker, take);

        var result = await ResultOfAsync(take);
        result.ErrorKind.ShouldBe(ErrorKind.InvalidRequest);
        result.Error!.ShouldContain(model);
        result.Cost.ShouldBe(0);
    }
}

public sealed class When_more_takes_come_than_a_worker_has_places : WorkerTest
{
    [Fact]
    public async Task They_wait_and_each_is_made_once()
    {
        var worker = await StartAsync(options => options with { RemoteConcurrency = 3 });
        var atOnce = 0;
        var most = 0;
        Provider.OnFetch = async _ =>
        {
            var now = Interlocked.Increment(ref atOnce);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref atOnce);
        };
        var takes = Enumerable.Range(0, 100).Select(_ => Take() with { ShotId = $"SH{Guid.NewGuid():N}" }).ToList();

        await Task.WhenAll(takes.Select(take => SendAsync(worker, take)));
        await Eventually.TrueAsync(() => Results.Count >= takes.Count, () => $"{takes.Count} results; there are {Results.Count}", TimeSpan.FromSeconds(30));

        Results.ShouldAllBe(result => result.Success);
        Results.Select(result => result.TakeId).ToHashSet().Count.ShouldBe(takes.Count);
        Provider.Submits.ShouldBe(takes.Count);
        most.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Those_of_a_provider_that_this_worker_does_not_serve_wait_for_one_that_does()
    {
        var first = await StartAsync(options => options with { Providers = "scripted" });
        var (mine, theirs) = (Take(), Take("other"));
        await SendAsync(first, theirs);
        await SendAsync(first, mine);
        (await ResultOfAsync(mine)).Success.ShouldBeTrue();
        (await RecordUntilAsync(theirs, _ => true)).State.ShouldBe(TakeState.Queued);
        Other.Submits.ShouldBe(0);

        await StartAsync(options => options with { Providers = "other" });

        (await ResultOfAsync(theirs)).Success.ShouldBeTrue();
        Other.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task An_account_has_no_more_jobs_than_it_allows_from_all_workers_together()
    {
        var running = 0;
        var most = 0;
        Provider.OnSubmit = (_, _) => InterlockedMax(ref most, Interlocked.Increment(ref running));
        Provider.OnPoll = n =>
        {
            if (n % 3 != 0)
                return TimeSpan.FromMilliseconds(5);
            Interlocked.Decrement(ref running);
            return null;
        };
        GeneratorOptions Limited(GeneratorOptions options) => options with
        {
            Accounts = new Dictionary<string, AccountLimits>(StringComparer.Ordinal) { ["scripted"] = new() { Jobs = 1 } },
        };
        var workers = new[] { await StartAsync(Limited), await StartAsync(Limited) };
        var takes = Enumerable.Range(0, 6).Select(_ => Take() with { ShotId = $"SH{Guid.NewGuid():N}" }).ToList();

        await Task.WhenAll(takes.Select((take, i) => SendAsync(workers[i % 2], take)));
        await Eventually.TrueAsync(() => Results.Count >= takes.Count, () => $"{takes.Count} results; there are {Results.Count}", TimeSpan.FromSeconds(60));

        most.ShouldBe(1);
        Provider.Submits.ShouldBe(takes.Count);
    }

    [Fact]
    public async Task An_unknown_provider_is_no_setting()
    {
        var wrong = await Should.ThrowAsync<Hosting.Settings.InvalidSettingException>(() => StartAsync(options => options with { Providers = "scripted,animattic" }));

        wrong.Message.ShouldBe("Setting Generator:Providers names animattic. This program has animatic, other, paid, rehearsal, scripted. In the environment it is written Generator__Providers.");
    }

    [Fact]
    public async Task A_provider_without_its_key_is_no_setting()
    {
        var wrong = await Should.ThrowAsync<Hosting.Settings.InvalidSettingException>(() => StartAsync(options => options with { Providers = "paid" }));

        wrong.Message.ShouldBe("Setting Generator:Providers names paid, which this process cannot use: PAID_KEY is not set.");
    }

    [Fact]
    public async Task A_take_of_an_account_without_its_key_waits_for_a_worker_that_has_it()
    {
        var worker = await StartAsync();
        var (waiting, later) = (Take("paid"), Take());

        await SendAsync(worker, waiting);
        await SendAsync(worker, later);

        (await ResultOfAsync(later)).Success.ShouldBeTrue();
        await RecordUntilAsync(waiting, record => record.State == TakeState.Queued);
        Results.ShouldHaveSingleItem();
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}

public sealed class When_a_worker_ends_over_its_takes : WorkerTest
{
    [Fact]
    public async Task Another_goes_on_with_them()
    {
        var first = await StartAsync();
        Provider.OnPoll = _ => TimeSpan.FromHours(1);
        var take = Take();
        await SendAsync(first, take);
        await RecordUntilAsync(take, record => record.State == TakeState.Submitted);

        Provider.OnPoll = _ => null;
        await StopAsync(first.Provider);
        await StartAsync();

        (await ResultOfAsync(take)).ProviderJob.ShouldBe("job-1");
        Provider.Submits.ShouldBe(1);
    }

    [Fact]
    public async Task A_result_that_it_did_not_publish_is_published()
    {
        await StartAsync();
        var take = Take();
        var now = TimeProvider.System.GetUtcNow();
        var (_, claim) = await Ledger.EnqueueAsync(
            new TakeRecord
            {
                TakeId = take.TakeId, CorrelationId = take.CorrelationId, Account = "film/r1", QueuedAt = now, Provider = "scripted", Request = take,
                State = TakeState.Submitting, SubmittingAt = now,
            },
            new TakeLease("dead", now + TimeSpan.FromDays(1)), default);
        var result = new GenerationCompleted { CorrelationId = take.CorrelationId, TakeId = take.TakeId, Success = true, Output = "take.png", Cost = 0.25m };
        await Ledger.EndAsync(claim!.Value, result, now - TimeSpan.FromMinutes(5), default);

        (await ResultOfAsync(take)).ShouldBe(result);
    }
}
