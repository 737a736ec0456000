using System.ComponentModel.DataAnnotations;
using Recoil.Hosting.Settings;
using Recoil.Providers;
using Recoil.Providers.Accounts;
using Recoil.Storage;
using Recoil.Storage.Takes;

namespace Recoil.Generator;

/// <summary>How takes are made.</summary>
public sealed record GeneratorOptions : IValidatableObject
{
    /// <summary>Where takes grow before they are kept among the artifacts; on a local disk with room for those in work.</summary>
    [Required]
    public required string WorkFolder { get; init; }

    /// <summary>Where the animatic provider keeps its job journal, <c>jobs.jsonl</c>.</summary>
    [Required]
    public required string JobFolder { get; init; }

    /// <summary>
    /// Names takes <c>{project}/{run_id}/{shot_id}/{shot_id}_a{attempt}t{take}</c>, which is needed where several runs share the artifacts;
    /// otherwise without project and run.
    /// </summary>
    public bool FolderByRun { get; init; }

    /// <summary>
    /// The providers whose takes this worker does, such as <c>animatic,rehearsal</c>; empty for all that it has. Takes of others wait
    /// for a worker that has their provider.
    /// </summary>
    public string Providers { get; init; } = "";

    /// <summary>How many jobs this worker has at once with each remote provider: they cost it next to nothing.</summary>
    [Range(1, 100_000)]
    public int RemoteConcurrency { get; init; } = 64;

    /// <summary>How many takes this worker makes at once with each provider that works on this machine; 0 for one a processor.</summary>
    [Range(0, 1000)]
    public int LocalConcurrency { get; init; }

    /// <summary>
    /// Where providers can reach this worker from outside, such as <c>https://worker-1.example.com</c>: those that can then call when a job has changed.
    /// Without it, and whenever a call is lost, takes are asked about in turn.
    /// </summary>
    public Uri? HintBaseUrl { get; init; }

    /// <summary>
    /// What each provider's account allows, all workers together, by the provider's name: <c>Generator__Accounts__kling__Jobs=20</c> jobs
    /// at once, <c>Generator__Accounts__kling__SubmitsPerMinute=60</c>. A take that does not fit in waits.
    /// </summary>
    public Dictionary<string, AccountLimits> Accounts { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long a worker's claim on a take lasts without renewal. A take whose worker died is free again after this time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ClaimLease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a worker with free places looks for takes that other workers have written down or left.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// No other process works on the same store, so every claim was left by a process that died: the start frees them all.
    /// </summary>
    public bool AbandonClaimsOfOthers { get; init; }

    /// <summary>How often a look-up, a download or a refused submit is repeated after passing trouble; 0 or more.</summary>
    [Range(0, 100)]
    public int Retries { get; init; } = 3;

    /// <summary>Before the first repetition; each later one waits twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a job may last at its provider, counted from its submit. One that lasts longer is abandoned.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// By how many times a bill may exceed the model's price, and half a dollar on top, before the provider's account is paused: it is no price then but
    /// a mistake.
    /// </summary>
    [Range(1, 1_000_000)]
    public int BillAlarmFactor { get; init; } = 10;

    /// <summary>
    /// Called with the reason when this process pauses a provider's account. Its takes then wait for a person: the callee may stop this process.
    /// </summary>
    public Action<string>? OnAccountPaused { get; init; }

    /// <summary>
    /// Called with the reason when the disk is full or read-only. The take then stays undone: the callee stops this process, and
    /// the next one goes on with it. Null: takes wait for space.
    /// </summary>
    public Action<string>? OnDiskFailure { get; init; }

    /// <summary>Called when the take ledger cannot be written. Null: the worker waits for the store.</summary>
    public Action<StorageUnavailableException>? OnStoreFailure { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HintBaseUrl is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
            yield return new ValidationResult($"HintBaseUrl is {address}. Give an address such as https://worker-1.example.com, or leave it out.");
        foreach (var (name, limits) in Accounts)
        {
            if (limits is { Jobs: <= 0 })
                yield return new ValidationResult($"Accounts:{name}:Jobs is {limits.Jobs}. Give 1 or more, or leave it out for no limit.");
            if (limits is { SubmitsPerMinute: <= 0 })
                yield return new ValidationResult($"Accounts:{name}:SubmitsPerMinute is {limits.SubmitsPerMinute}. Give 1 or more, or leave it out for no limit.");
        }
    }

    /// <exception cref="InvalidSettingException">A setting is out of its range.</exception>
    internal void Validate() => SettingsValidation.Check("Generator", this);

    /// <summary>With the limits of the accounts for which these options name none.</summary>
    internal GeneratorOptions WithLimitsOf(ProviderAccounts accounts)
    {
        var limits = new Dictionary<string, AccountLimits>(Accounts, StringComparer.Ordinal);
        foreach (var account in accounts.All.Where(account => account is not { Jobs: null, SubmitsPerMinute: null }))
            limits.TryAdd(account.Name, new AccountLimits { Jobs = account.Jobs, SubmitsPerMinute = account.SubmitsPerMinute });
        return this with { Accounts = limits };
    }

    /// <summary>The provider's account's limits; null when it has none.</summary>
    internal AccountLimits? LimitsOf(string provider) => Accounts.GetValueOrDefault(provider) is { } limits and not { Jobs: null, SubmitsPerMinute: null } ? limits : null;

    internal bool Serves(string provider) => Served() is [] || Served().Contains(provider, StringComparer.Ordinal);

    internal int ConcurrencyOf(IGenerationProvider provider) => provider.IsLocal
        ? LocalConcurrency > 0 ? LocalConcurrency : Environment.ProcessorCount
        : RemoteConcurrency;

    /// <summary>The names in <see cref="Providers"/>.</summary>
    internal string[] Served() => Providers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
