using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recoil.Artifacts.Folder;
using Recoil.Artifacts;
using Recoil.Contracts;
using Recoil.Generator.Artifacts;
using Recoil.Generator.Hints;
using Recoil.Generator.Providers;
using Recoil.Generator.Steering;
using Recoil.Generator.Takes;
using Recoil.Providers;
using Recoil.Storage.Embedded;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Generator.Tests.Takes;

/// <summary>A generator on the embedded take ledger with a scripted provider. Time stands still until moved.</summary>
internal sealed class Workshop : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _store;

    public Workshop()
    {
        _store = new ServiceCollection().AddMetrics().AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = _folder["store"] }).BuildServiceProvider();
        Options = new GeneratorOptions { WorkFolder = _folder["work"], JobFolder = _folder["jobs"], RetryDelay = TimeSpan.Zero, ClaimLease = Lease };
        Artifacts = new ArtifactOptions { Folder = _folder["takes"], Roots = _folder["plans"] };
    }

    public ScriptedProvider Provider { get; init; } = new();

    /// <summary>Used instead of the scripted one, with the system's clock.</summary>
    public IGenerationProvider? Real { get; init; }

    public FakeTimeProvider Time { get; } = new(TakeFactory.Now);

    public WatchedDisk Disk { get; } = new();

    /// <summary>Used instead of a folder.</summary>
    public Func<ArtifactOptions, IArtifactStore>? Store { get; set; }

    public TimeProvider Clock => Real is null ? Time : TimeProvider.System;

    public GeneratorOptions Options { get; set; }

    /// <summary>Where artifacts are.</summary>
    public ArtifactOptions Artifacts { get; set; }

    public string TakeFolder => Artifacts.Folder;

    /// <summary>The file of a take.</summary>
    public string FileOf(GenerationCompleted result) => Artifacts.Show(result.Output.ShouldNotBeNull());

    public ITakeLedger Ledger => _store.GetRequiredService<ITakeLedger>();

    public IProviderAccounts Accounts => _store.GetRequiredService<IProviderAccounts>();

    public IPriorities Priorities => _store.GetRequiredService<IPriorities>();

    public IPauses Pauses => _store.GetRequiredService<IPauses>();

    /// <summary>Those of the last generator.</summary>
    public ProviderSlots Slots { get; private set; } = null!;

    /// <summary>Those of the last generator.</summary>
    public TakeHints Hints { get; private set; } = null!;

    public TakeGenerator Generator()
    {
        Hints = new TakeHints(Clock);
        var providers = new ProviderTable([new MeasuredProvider(Real ?? Provider, new ProviderMetrics(_store.GetRequiredService<IMeterFactory>()), Clock)], Options);
        var store = Store?.Invoke(Artifacts) ?? new FolderArtifactStore(TakeFolder, Disk);
        Slots = new ProviderSlots(providers, Options, Clock);
        return new TakeGenerator(
            Ledger, Accounts, new ModelTable(), providers, Slots, new SteeringBoard(Pauses, Priorities, Ledger, providers, Options, Clock, NullLogger<SteeringBoard>.Instance), Hints, new TakeFiles(Options, store), new ReferencedFiles(store, Artifacts), Options, Clock, NullLogger<TakeGenerator>.Instance);
    }

    public TakeRecord RecordOf(GenerateTake take) => new()
    {
        TakeId = take.TakeId,
        CorrelationId = take.CorrelationId,
        Account = ShotIdentity.BudgetScopeOf(take.Project, take.RunId),
        QueuedAt = Clock.GetUtcNow(),
        Provider = (Real ?? Provider).Name,
        Request = take,
    };

    /// <summary>Adds a take and claims it, as a worker does that has a free place.</summary>
    public async Task<ClaimedTake> BeginAsync(GenerateTake take, string worker = "first")
    {
        var (record, claim) = await Ledger.EnqueueAsync(
            RecordOf(take) with { State = TakeState.Submitting, SubmittingAt = Clock.GetUtcNow() }, new TakeLease(worker, Clock.GetUtcNow() + Lease), default);
        return new ClaimedTake(record, claim.ShouldNotBeNull());
    }

    public Task QueueAsync(GenerateTake take) => Ledger.EnqueueAsync(RecordOf(take), lease: null, default);

    /// <summary>Claims the one take that is due.</summary>
    public async Task<ClaimedTake> ClaimAsync(string worker = "second") => (await ClaimAsync(worker, 10)).ShouldHaveSingleItem();

    /// <summary>Claims the first of the takes that are due.</summary>
    public async Task<ClaimedTake> ClaimOneAsync() => (await ClaimAsync("second", 1)).ShouldHaveSingleItem();

    /// <summary>Claims what is due and not paused.</summary>
    public Task<IReadOnlyList<ClaimedTake>> ClaimAsync(PausedWork paused) => ClaimAsync("second", 10, paused);

    private Task<IReadOnlyList<ClaimedTake>> ClaimAsync(string worker, int most, PausedWork? paused = null) => Ledger.ClaimAsync(
        new TakeLease(worker, Clock.GetUtcNow() + Lease), new Dictionary<string, int>(StringComparer.Ordinal) { [(Real ?? Provider).Name] = most }, paused ?? PausedWork.None, Clock.GetUtcNow(), default);

    /// <summary>A worker that died over a take left it so; its claim has passed.</summary>
    public async Task<ClaimedTake> InheritAsync(GenerateTake take, string? recordedJob = null)
    {
        var dead = await BeginAsync(take, "dead");
        if (recordedJob is not null)
            await Ledger.RecordJobAsync(dead.Claim, recordedJob, default);
        Time.Advance(Lease);
        return await ClaimAsync();
    }

    public async Task<GenerationCompleted?> MakeAsync(GenerateTake take, CancellationToken cancellationToken = default) =>
        await Generator().MakeAsync(await BeginAsync(take), isNew: true, cancellationToken);

    public async Task<TakeRecord> FindAsync(GenerateTake take) => (await Ledger.FindAsync(take.TakeId, default)).ShouldNotBeNull();

    /// <summary>What the ledger has now, for callbacks that cannot wait.</summary>
    public GenerationCompleted? ResultOf(GenerateTake take) => FindAsync(take).GetAwaiter().GetResult().Result;

    /// <summary>Moves the time until the work is over.</summary>
    public async Task<T> WhileTimePassesAsync<T>(Task<T> work, TimeSpan step)
    {
        await Eventually.TrueAsync(
            () =>
            {
                if (!work.IsCompleted)
                    Time.Advance(step);
                return Task.FromResult(work.IsCompleted);
            },
            () => "the work is over", TimeSpan.FromSeconds(20));
        return await work;
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
